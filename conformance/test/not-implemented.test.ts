/** What `doctor --write` adds to a target file: the list, and nothing else of the text changes. */
import t from 'tap';
import { parse } from 'yaml';
import { withOperations } from '../target/add-not-implemented.ts';

const FILES: Readonly<Record<string, string>> = {
  'a file with comments': '# mine\ncontract: piaxis   # kept\nbase_url: "http://localhost"\n',
  'a last line without an end': 'contract: piaxis\nbase_url: http://localhost # here',
  'lines that end with CR and LF': 'contract: piaxis\r\nbase_url: http://localhost\r\n',
  'a list on one line': 'contract: piaxis\nnot_implemented: [getProfile] # soon\nbase_url: http://localhost\n',
  'a list below its key': 'contract: piaxis\nnot_implemented:\n  - getProfile\nbase_url: http://localhost\n',
  'a key without a value': 'contract: piaxis\nnot_implemented:\nbase_url: http://localhost\n',
  JSON: '{\n  "contract": "piaxis",\n  "base_url": "http://localhost"\n}\n',
  'JSON on one line': '{"contract":"piaxis","base_url":"http://localhost"}',
  'JSON with a list': '{"not_implemented": ["getProfile"], "contract": "piaxis", "base_url": "http://localhost"}',
};

for (const [name, text] of Object.entries(FILES))
  t.test(name, (t) => {
    const before = parse(text) as { readonly not_implemented?: readonly string[] | null };
    const after = withOperations(text, ['getThing', 'get things: all', 'getProfile']);
    t.same(parse(after), {
      ...before,
      not_implemented: [...new Set([...(before.not_implemented ?? []), 'getThing', 'get things: all', 'getProfile'])],
    });
    if (text.startsWith('{')) t.doesNotThrow(() => void JSON.parse(after), after);
    const list = /"?not_implemented"?:\s*(\[.*?\]|- getProfile)?/;
    const bare = (whole: string): string => whole.replace(list, '').replaceAll(/[\s,]/g, '');
    t.equal(bare(after), bare(text), 'the rest is as it was');
    t.equal(withOperations(after, ['getThing']), after, 'what stands there is not added again');
    t.end();
  });
