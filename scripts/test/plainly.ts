/**
 * Words that run a program as it is, without the test runner's hooks. The runner puts them into the environment of
 * whatever is spawned, where they make each Node process half as slow again; so what is spawned takes them away.
 *
 * @param options for Node, as in `NODE_OPTIONS`
 * @returns what to spawn; the program takes its place, and has its process id
 */
export const plainly = (
  command: readonly string[],
  options = '',
): readonly [program: string, words: readonly string[]] => [
  '/usr/bin/env',
  ['-u', 'NODE_OPTIONS', ...(options === '' ? [] : [`NODE_OPTIONS=${options}`]), ...command],
];
