/**
 * Whether a text is well-formed XML, as far as our own reports use it: one root, elements that nest, attributes quoted,
 * text escaped.
 */
export function xmlFault(text: string): string | undefined {
  const open: string[] = [];
  let roots = 0;
  let rest = text.replace(/^<\?xml[^?]*\?>\s*/, '');
  while (rest !== '') {
    const [whole, markup] = /^(?:(<[^>]*>)|[^<]+)/.exec(rest) ?? [];
    if (whole === undefined) return `stray < at: ${rest.slice(0, 60)}`;
    rest = rest.slice(whole.length);
    if (markup === undefined) {
      if (/&(?!(?:amp|lt|gt|quot|apos|#\d+|#x[\da-f]+);)/i.test(whole)) return `unescaped & in: ${whole.slice(0, 60)}`;
      if (open.length === 0 && whole.trim() !== '') return 'text outside the root';
      continue;
    }
    const [, close, name, attributes, empty] =
      /^<(\/?)([A-Za-z][\w:.-]*)((?:\s+[\w:.-]+="[^"<]*")*)\s*(\/?)>$/.exec(markup) ?? [];
    if (name === undefined) return `malformed tag ${markup.slice(0, 80)}`;
    if (/&(?!(?:amp|lt|gt|quot|apos|#\d+);)/.test(attributes ?? '')) return `unescaped & in ${markup.slice(0, 80)}`;
    if (close === '/') {
      if (open.pop() !== name) return `</${name}> closes nothing`;
    } else {
      if (open.length === 0) roots++;
      if (empty !== '/') open.push(name);
    }
  }
  return open.length > 0 ? `<${open.at(-1)!}> is not closed` : roots === 1 ? undefined : `${roots} roots`;
}
