export { SortedList } from "./sorted-list.js";
