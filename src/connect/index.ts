/**
 * Sources and sinks besides Kafka: HTTP, files, PostgreSQL.
 *
 * @module tidemark/connect
 */

export { observeHttp } from "./observe-http.js";
export { type LessonDatabase, lessonDatabase } from "./postgres/lesson-database.js";
export { type LocalPostgres, type LocalPostgresOptions, startLocalPostgres } from "./postgres/local-postgres.js";
export {
  type PostgresStatus,
  postgresDown,
  postgresStatus,
  postgresUp,
} from "./postgres/postgres.js";
export { type Serving, serveHttp } from "./serve-http.js";
export { serveTable } from "./serve-table.js";
export type { Columns, ColumnType } from "./sinks/columns.js";
export { type ConsoleSinkOptions, consoleSink } from "./sinks/console-sink.js";
export { csvSink } from "./sinks/csv-sink.js";
export { parquetSink } from "./sinks/parquet-sink.js";
export { nodePartFiles, type PartFiles } from "./sinks/part-files.js";
export type { PartSinkOptions } from "./sinks/part-sink.js";
export type { PostgresConnection } from "./sinks/postgres-progress.js";
export { type PostgresSinkOptions, postgresSink } from "./sinks/postgres-sink.js";
export { readParquet } from "./sinks/read-parquet.js";
export { type LogLevel, logLevels, type StructuredLoggerOptions, structuredLogger } from "./structured-logger.js";
export { type TableHandler, type TableRoutes, tableHandler } from "./table-handler.js";
export { StoreInUseError } from "./table-store.js";
export { TableView, tableView } from "./table-view.js";
export type { Looked, TableViewOptions, TableViewStatus } from "./table-view-options.js";
