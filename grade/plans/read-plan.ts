/** Finds a plan by its name, or reads one from a YAML file. */
import { readFile } from 'node:fs/promises';
import { readTargetText } from '../../conformance/target/read-yaml-file.ts';
import { TargetError } from '../../conformance/target/target-problem.ts';
import type { TargetProblem } from '../../conformance/target/target-problem.ts';
import { validateYaml } from '../../conformance/target/validate-target-file.ts';
import { suggestion } from '../../mock/contract/did-you-mean.ts';
import { durationMs } from '../../mock/contract/durations.ts';
import { fileFault } from '../../mock/contract/file-error-words.ts';
import { InputError } from '../../mock/contract/input-error.ts';
import { BUILT_IN_PLANS } from './built-in-plans.ts';
import { ACTS, actsOf } from './plan.ts';
import type { Plan } from './plan.ts';
import schema from './plan.schema.json' with { type: 'json' };

const isFile = (name: string): boolean => /[./\\]/.test(name);

/** @throws {InputError} for a name that no plan has. @throws {TargetError} for a file that is none, by line */
export async function readPlan(name: string): Promise<Plan> {
  if (!isFile(name)) {
    const plan = Object.hasOwn(BUILT_IN_PLANS, name) ? BUILT_IN_PLANS[name] : undefined;
    if (plan !== undefined) return plan;
    throw new InputError(
      `there is no plan "${name}"; ${suggestion(name, Object.keys(BUILT_IN_PLANS)) ?? ''} (--list prints them; a file has a path, such as ./${name}.yaml)`,
    );
  }
  const written = await readFile(name, 'utf8').catch((error: unknown) => {
    throw new InputError(`cannot read the plan ${name}: ${fileFault(error, 'read')}`);
  });
  const text = readTargetText(written, name, process.env);
  const problems = text.problems.length > 0 ? text.problems : validateYaml(text, schema, 'the plan');
  if (problems.length > 0) throw new TargetError(problems);
  const plan = text.value as Plan;
  const wrong = plan.steps.flatMap((step, i): readonly TargetProblem[] => {
    const acts = actsOf(step);
    const spans = (['after', 'clock'] as const).filter(
      (key) => step[key] !== undefined && durationMs(step[key]) === undefined,
    );
    return [
      ...(acts.length === 1
        ? []
        : [
            text.problem(
              'value',
              ['steps', i],
              acts.length === 0 ? 'the step does nothing' : `the step has ${acts.join(' and ')}`,
              `give it one of ${ACTS.join(', ')}`,
            ),
          ]),
      ...spans.map((key) =>
        text.problem(
          'value',
          ['steps', i, key],
          `"${key}" is ${String(step[key])}`,
          'write a duration such as 500ms, 10s or 2h',
        ),
      ),
    ];
  });
  if (wrong.length > 0) throw new TargetError(wrong);
  return plan;
}
