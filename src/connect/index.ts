export { observeHttp } from "./observe-http.js";
export { type Serving, serveHttp } from "./serve-http.js";
export { serveTable } from "./serve-table.js";
export { type TableHandler, type TableRoutes, tableHandler } from "./table-handler.js";
export { TableView, tableView } from "./table-view.js";
export type { Looked, TableViewOptions, TableViewStatus } from "./table-view-options.js";
