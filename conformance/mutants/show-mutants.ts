/** `node dist/conformance/mutants/show-mutants.js <id>…`: what the suite says of these mutants, as a page of Markdown. */
import { builtInNames } from '../../mock/contract/built-in-contracts.ts';
import { startMockTarget } from '../mock-target.ts';
import { findingText } from '../report/failure-text.ts';
import { runChecks } from '../runner.ts';
import { loadSources } from '../cited-facts.ts';
import { scriptCommand } from '../script-command.ts';
import { MUTANTS } from './all-mutants.ts';
import type { Mutant } from './mutant.ts';
import { checksFor, loadSubjects, names, subjectsOf, TIMEOUT_MS } from './try-mutant.ts';

/** The sandbox listens on any free port, which says nothing to a reader. */
const withoutPort = (text: string): string => text.replaceAll(/127\.0\.0\.1:\d+/g, '127.0.0.1:4010');

const subjects = await loadSubjects(builtInNames());
const sources = loadSources();

/** The first failure that names the mutant. */
async function textOf(mutant: Mutant): Promise<string> {
  const subject = subjectsOf(subjects, mutant)[0]!;
  const checks = checksFor(mutant, subject, false).filter(({ id }) => names(mutant, id));
  const { target, close } = await startMockTarget(subject.contract, subject.compiled, {
    seed: '1',
    seams: mutant.seams,
  });
  try {
    const { results } = await runChecks({
      contract: subject.compiled,
      target,
      checks,
      concurrency: 1,
      timeoutMs: TIMEOUT_MS,
      known: new Map(),
    });
    for (const result of results) {
      if ('finding' in result.outcome) return withoutPort(findingText(result, result.outcome.finding, sources));
    }
    throw new Error(`${mutant.id} survives on ${subject.contract}`);
  } finally {
    await close();
  }
}

const command = scriptCommand(
  'node dist/conformance/mutants/show-mutants.js',
  'Prints what the suite says of mutants, as Markdown.',
)
  .argument('<id...>', 'ids of mutants')
  .parse();
const mutants = command.args.map(
  (id) =>
    MUTANTS.find((one) => one.id === id) ??
    command.error(`error: no mutant is called ${id} (conformance/mutants/ has them all)`),
);
for (const mutant of mutants) {
  console.log(`## ${mutant.title}\n\n\`\`\`\n${(await textOf(mutant)).trimEnd()}\n\`\`\`\n`);
}
