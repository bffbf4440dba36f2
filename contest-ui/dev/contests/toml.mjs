// As much of TOML as a contest file needs: sections, lists of sections, and values on one line.
const quoted = (text) => JSON.stringify(text);

function inline(value) {
  if (Array.isArray(value)) return `[${value.map(inline).join(', ')}]`;
  if (value !== null && typeof value === 'object') return `{ ${Object.entries(value).map(([key, one]) => `${key} = ${inline(one)}`).join(', ')} }`;
  return typeof value === 'string' ? quoted(value) : String(value);
}

const lines = (of) => Object.entries(of).filter(([, value]) => value !== null && value !== undefined).map(([key, value]) => `${key} = ${inline(value)}`);

export function write(document) {
  const out = ['# Tệp cuộc thi, viết bởi phần quản trị.'];
  for (const [key, value] of Object.entries(document)) {
    if (Array.isArray(value)) for (const one of value) out.push('', `[[${key}]]`, ...lines(one));
    else out.push('', `[${key}]`, ...lines(value));
  }
  return `${out.join('\n')}\n`;
}

/** A value and what follows it. */
function value(text) {
  const rest = text.trimStart();
  const string = /^"(?:[^"\\]|\\.)*"/.exec(rest);
  if (string) return [JSON.parse(string[0]), rest.slice(string[0].length)];
  const word = /^(?:true|false|-?\d+)/.exec(rest);
  if (word) return [JSON.parse(word[0]), rest.slice(word[0].length)];
  const list = rest.startsWith('[');
  if (!list && !rest.startsWith('{')) throw new Error(rest.slice(0, 20));
  const out = list ? [] : {};
  let left = rest.slice(1).trimStart();
  while (!left.startsWith(list ? ']' : '}')) {
    let key;
    if (!list) {
      const named = /^([\w-]+)\s*=/.exec(left);
      if (!named) throw new Error(left.slice(0, 20));
      [key, left] = [named[1], left.slice(named[0].length)];
    }
    const [one, after] = value(left);
    if (list) out.push(one);
    else out[key] = one;
    left = after.trimStart().replace(/^,/, '').trimStart();
  }
  return [out, left.slice(1)];
}

/** Throws `{line, key}` where it can't be read. */
export function read(text) {
  if (text.trimStart().startsWith('{')) return JSON.parse(text);
  const out = {};
  let at = out;
  for (const [i, raw] of text.split('\n').entries()) {
    const line = raw.trim();
    if (line === '' || line.startsWith('#')) continue;
    const head = /^(\[\[?)([\w.-]+)\]\]?$/.exec(line);
    if (head) {
      at = {};
      if (head[1] === '[[') (out[head[2]] ??= []).push(at);
      else out[head[2]] = at;
      continue;
    }
    const pair = /^([\w-]+)\s*=\s*(.*)$/.exec(line);
    if (!pair) throw Object.assign(new Error(line), { line: i + 1, key: line.slice(0, 40) });
    try {
      [at[pair[1]]] = value(pair[2]);
    } catch {
      throw Object.assign(new Error(line), { line: i + 1, key: pair[1] });
    }
  }
  return out;
}
