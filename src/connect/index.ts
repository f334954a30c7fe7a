export { observeHttp } from "./observe-http.js";
export { type Serving, serveHttp } from "./serve-http.js";
export { type Looked, TableView, type TableViewOptions, tableView } from "./table-view.js";
