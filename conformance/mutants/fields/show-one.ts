import { monotonic } from '../../machine.ts';
import { loadSubjects } from '../trial.ts';
import { tryFields } from './trial.ts';
const [name] = process.argv.slice(2);
const [subject] = await loadSubjects([name!]);
const started = monotonic();
const trials = await tryFields(subject!);
for (const one of trials) if (one.killer === undefined) console.log(one.untried ?? 'SURVIVED', one.lie, one.kind, one.fact ?? '', one.place, one.body, one.failures.join());
console.log(trials.length, trials.filter((one) => one.killer).length, `${(monotonic() - started) / 1000}`);
