import { type Context, type Emit, quiet, StatelessOperator } from "../operator.js";
import type { Sink } from "../result.js";
import { watermarkToJson } from "../watermark.js";

/** The end of a plan: what arrives becomes a result. */
export class Send extends StatelessOperator {
  readonly inputs: readonly Emit[];

  constructor(topic: string, sink: Sink, context: Context) {
    super();
    const { fates } = context;
    this.inputs = [
      (key, row, ts, _lane, window, revision) => {
        fates.in++;
        fates.result++;
        if (revision !== quiet) sink.result({ topic, key, row, ts, window, revision });
      },
    ];
  }
}

/** The end of a part of a plan that `split` has made: rows leave with their lane and its watermark. */
export class SendInternal extends StatelessOperator {
  readonly inputs: readonly Emit[];

  constructor(topic: string, sink: Sink, context: Context) {
    super();
    const { fates } = context;
    this.inputs = [
      (key, row, ts, lane) => {
        fates.in++;
        fates.result++;
        sink.internal({ topic, key, row, ts, lane: lane.id, watermark: watermarkToJson(lane.watermark) });
      },
    ];
  }
}
