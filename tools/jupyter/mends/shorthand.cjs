// tslab finds a variable of an earlier cell by asking the type checker for each name. In `{ customer }` the answer is the
// property, not the variable, so the variable was "not defined". Here `{ customer }` is compiled as `{ customer: customer }`.
"use strict";

const { dirname } = require("node:path");

const tslab = dirname(require.resolve("tslab/package.json"));
const typescript = require(require.resolve("@tslab/typescript-for-tslab", { paths: [tslab] }));

const { createWatchCompilerHost } = typescript;
typescript.createWatchCompilerHost = (...args) => {
  const host = createWatchCompilerHost(...args);
  const { createProgram } = host;
  host.createProgram = (...programArgs) => mended(createProgram(...programArgs));
  return host;
};

function mended(builder) {
  const { emit } = builder;
  builder.emit = (file, write, cancellation, onlyTypes, transformers = {}) => {
    followShorthands(builder.getProgram().getTypeChecker());
    const before = [...(transformers.before ?? []), expandShorthands];
    return emit.call(builder, file, write, cancellation, onlyTypes, { ...transformers, before });
  };
  return builder;
}

/** `{ a }` becomes `{ a: a }`, and `({ a = 1 } = b)` becomes `({ a: a = 1 } = b)`. */
function expandShorthands(context) {
  const { factory } = context;
  const visit = (node) => {
    if (!typescript.isShorthandPropertyAssignment(node)) return typescript.visitEachChild(node, visit, context);
    const { name, objectAssignmentInitializer: initial } = node;
    const variable = typescript.setOriginalNode(factory.createIdentifier(name.text), name);
    const value = initial ? factory.createAssignment(variable, typescript.visitNode(initial, visit)) : variable;
    return typescript.setOriginalNode(
      factory.createPropertyAssignment(factory.createIdentifier(name.text), value),
      node,
    );
  };
  return (file) => typescript.visitNode(file, visit);
}

const followed = new WeakSet();

/** Has the checker answer with the variable where it is asked for the name in a shorthand. */
function followShorthands(checker) {
  if (followed.has(checker)) return;
  followed.add(checker);
  const { getSymbolAtLocation } = checker;
  checker.getSymbolAtLocation = (node) => {
    const { parent } = typescript.getOriginalNode(node);
    return parent !== undefined && typescript.isShorthandPropertyAssignment(parent)
      ? checker.getShorthandAssignmentValueSymbol(parent)
      : getSymbolAtLocation(node);
  };
}
