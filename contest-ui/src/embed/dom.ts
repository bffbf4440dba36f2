type Child = Node | string | null | false;

/** An element with attributes and children. Texts stay texts: nothing that comes from a server is read as markup. */
export function h<K extends keyof HTMLElementTagNameMap>(
  name: K,
  attributes: Record<string, string> = {},
  ...children: Child[]
): HTMLElementTagNameMap[K] {
  const element = document.createElement(name);
  for (const key in attributes) element.setAttribute(key, attributes[key] ?? '');
  element.append(...children.filter((child): child is Node | string => !!child));
  return element;
}
