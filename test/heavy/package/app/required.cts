import tidemark = require("tidemark");
import core = require("tidemark/core");
import zod = require("zod");

const { count, pipeline, run, seconds, tumbling } = tidemark;
const perKey = pipeline("per-key")
  .from("events", zod.z.object({ k: zod.z.string(), at: zod.z.number() }))
  .eventTime("at", { outOfOrderness: seconds(1) })
  .keyBy("k")
  .window(tumbling(seconds(1)))
  .aggregate({ n: count() })
  .to("counts");

if (run(perKey, [{ k: "a", at: 0 }]).results[0]?.row?.n !== 1) throw new Error("one event is one");
if (!core.explain(perKey).includes("tumbling")) throw new Error("the window is not explained");
