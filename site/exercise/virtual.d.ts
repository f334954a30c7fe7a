/** Text of the worker's script; the builder puts it there. */
declare module "virtual:worker" {
  const script: string;
  export default script;
}
