// tslab finds a variable of an earlier cell by asking the type checker for each name. Where the name is a property's, the
// answer is the property, which may well be of an earlier cell, but is no variable. Of `{ customer }` tslab took it for
// none at all, so it was "not defined": here that is compiled as `{ customer: customer }`. Of `{ at: when }` in a pattern
// tslab made `{ exports, at: when }`: here a property's name is nobody's.
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
    askForVariablesOnly(builder.getProgram().getTypeChecker());
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

/** Has the checker answer with the variable in a shorthand, and with nothing for the name of a property. */
function askForVariablesOnly(checker) {
  if (followed.has(checker)) return;
  followed.add(checker);
  const { getSymbolAtLocation } = checker;
  checker.getSymbolAtLocation = (node) => {
    const original = typescript.getOriginalNode(node);
    const { parent } = original;
    if (parent === undefined) return getSymbolAtLocation(node);
    if (typescript.isShorthandPropertyAssignment(parent)) return checker.getShorthandAssignmentValueSymbol(parent);
    const namesProperty =
      (typescript.isBindingElement(parent) && parent.propertyName === original) ||
      (typescript.isPropertyAssignment(parent) && parent.name === original);
    return namesProperty ? undefined : getSymbolAtLocation(node);
  };
}
