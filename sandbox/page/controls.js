// Controls: what a person has typed or chosen, in the shape of Slack's state values.

const known = new WeakMap();

/** Marks a node as the stateful element of a block; read() gives its state without `type`. */
export function asControl(node, block, element, read) {
  known.set(node, { block, element, read });
  node.dataset.control = element.action_id ?? "";
  return node;
}

/** {block_id: {action_id: {type, …}}} of everything under root. */
export function stateOf(root) {
  const values = {};
  for (const { block, element, read } of controlsIn(root)) {
    values[block.block_id] ??= {};
    values[block.block_id][element.action_id] = { type: element.type, ...read() };
  }
  return values;
}

export function controlsIn(root) {
  return Array.from(root.querySelectorAll("[data-control]"), (node) => ({ node, ...known.get(node) }));
}

/** True when the state says that nothing was typed or chosen. */
export function isEmpty(state) {
  return Object.entries(state).every(([key, value]) => key === "type" || value === null || value === "" || value?.length === 0);
}

/** What the person had before, when it fits the element now drawn in the same place; else undefined. */
export function earlier(context, block, element) {
  const state = context.values?.[block.block_id]?.[element.action_id];
  return state && (!state.type || state.type === element.type) ? state : undefined;
}
