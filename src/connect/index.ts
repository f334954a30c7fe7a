export { observeHttp } from "./observe-http.js";
export { type Serving, serveHttp } from "./serve-http.js";
export { serveTable, type TableRoutes } from "./serve-table.js";
export { type Looked, TableView, type TableViewOptions, tableView } from "./table-view.js";
