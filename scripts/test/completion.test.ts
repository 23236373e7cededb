/** What `tollgate completion` prints, read by the shells that it is for; bash stands in `cli.test.ts`. */
import { spawnSync } from 'node:child_process';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import t from 'tap';
import { isThere, skipWithout } from './programs.ts';
import { runWarm } from './warm-command.ts';

const SHELL_MS = 60_000;

const completion = async (shell: string): Promise<string> => {
  const { code, stdout, stderr } = await runWarm('completion', shell);
  if (code !== 0) throw new Error(stderr);
  return stdout;
};

/** What is typed, and what a shell offers for it; of fish with the text behind it left out. */
const TYPED: readonly (readonly [string, readonly string[]])[] = [
  ['com', ['completion']],
  ['mock pia', ['piaxis']],
  ['mock --port-', ['--port-per-contract']],
  ['grade --time ', ['machine', 'sandbox']],
  ['completion z', ['zsh']],
  ['hel', ['help']],
  ['help expl', ['explain']],
  ['export b', ['bruno']],
  ['export http pia', ['piaxis']],
  ['keys reg', ['regenerate']],
  ['verify --level s', ['should']],
  ['verify --report j', ['json=', 'junit=']],
  ['mock --port no-such-file', []],
  ['mock ./nota', ['./notary.yaml']],
];

t.test('fish', { skip: skipWithout('fish', isThere('fish')) }, async (t) => {
  const dir = t.testdir({ 'tollgate.fish': await completion('fish'), 'notary.yaml': '' });
  const lines = TYPED.map(([typed]) => `complete -C 'tollgate ${typed}'; echo ==`).join('; ');
  const { stdout, stderr } = spawnSync('fish', ['--no-config', '-c', `source tollgate.fish; ${lines}`], {
    cwd: dir,
    env: { ...process.env, HOME: dir },
    encoding: 'utf8',
    timeout: SHELL_MS,
  });
  t.equal(stderr, '');
  const offered = stdout.split('==\n').map((part) => part.split('\n').flatMap((line) => line.split('\t')[0] || []));
  TYPED.forEach(([typed, words], i) => t.strictSame(offered[i]?.toSorted(), words, typed));
});

/** A shell in a terminal of its own, where the words are typed and Tab is pressed; what then stands in the line is kept. */
const IN_TERMINAL = `
zmodload zsh/zpty
zpty shell zsh -f -i
until_said() { local part said=''; while zpty -r shell part; do said+=$part; [[ $said == *$1* ]] && return; done; }
zpty -w shell "autoload -U compinit; compinit -D -u; source ./tollgate.zsh; bindkey '^I' complete-word; keep() { print -r -- \\"\\$BUFFER\\" >> typed.txt; zle kill-whole-line }; zle -N keep; bindkey '^G' keep; echo IS''UP"
until_said ISUP
for typed in "$@"; do zpty -w -n shell "tollgate $typed"$'\\t\\C-g'; done
zpty -w shell "echo IS''OVER"
until_said ISOVER
`;

t.test('zsh', { skip: skipWithout('zsh', isThere('zsh')) }, async (t) => {
  const dir = t.testdir({ 'tollgate.zsh': await completion('zsh'), 'notary.yaml': '' });
  const { status } = spawnSync('zsh', ['-f', '-c', IN_TERMINAL, 'zsh', ...TYPED.map(([typed]) => typed)], {
    cwd: dir,
    env: { ...process.env, HOME: dir, TERM: 'xterm' },
    encoding: 'utf8',
    timeout: SHELL_MS,
  });
  t.equal(status, 0);
  const lines = readFileSync(join(dir, 'typed.txt'), 'utf8').trimEnd().split('\n');
  TYPED.forEach(([typed, words], i) => {
    // One word is put into the line; of several, what they begin with.
    const begun = typed.slice(0, typed.lastIndexOf(' ') + 1);
    const put = words.length === 1 ? `${begun}${words[0]}` : words.length === 0 ? typed : `${begun}${common(words)}`;
    t.equal(lines[i]?.trimEnd(), `tollgate ${put}`.trimEnd(), typed);
  });
});

function common([first = '', ...others]: readonly string[]): string {
  let length = 0;
  while (others.every((other) => length < first.length && other[length] === first[length])) length++;
  return first.slice(0, length);
}
