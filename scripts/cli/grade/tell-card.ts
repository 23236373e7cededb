/** Judges a session, prints the card or writes its reports, and sets the exit code. */
import { writeFile } from 'node:fs/promises';
import { cardGithub } from '../../../grade/card-github.ts';
import { cardHtml } from '../../../grade/card-html.ts';
import { cardJson, cardMarkdown, cardText } from '../../../grade/card-text.ts';
import { cardExitCode, grade } from '../../../grade/grade.ts';
import type { Card, Run } from '../../../grade/grade.ts';
import { reportOf } from '../../../grade/report.ts';
import type { ReportedClient } from '../../../grade/report.ts';
import type { Session } from '../../../grade/session.ts';
import { loadSources } from '../../../conformance/cited-facts.ts';
import { REPORTERS } from '../../../conformance/report/reporter.ts';
import { fileFault } from '../../../mock/contract/file-error-words.ts';
import { InputError } from '../../../mock/contract/input-error.ts';
import type { GradeReportTo } from './grade-options.ts';

interface Telling {
  readonly json?: boolean;
  readonly verbose?: boolean;
  readonly report: readonly GradeReportTo[];
}

function textOf(format: GradeReportTo['format'], card: Card, client: ReportedClient): string {
  const sources = loadSources();
  if (format === 'json') return cardJson(card, client, sources);
  if (format === 'md') return cardMarkdown(card, client, sources);
  if (format === 'github') return cardGithub(card, client);
  if (format === 'html') return cardHtml(card, client, sources);
  return REPORTERS[format]([reportOf(card, client, sources)], sources);
}

export async function tellCard(
  session: Session,
  client: ReportedClient,
  { json = false, verbose = false, report }: Telling,
  run: Run = {},
): Promise<Card> {
  const card = grade(session, run);
  if (json) process.stdout.write(textOf('json', card, client));
  else if (!report.some(({ file }) => file === '-')) console.log(cardText(card, client, loadSources(), verbose));
  for (const { format, file } of report) {
    const text = textOf(format, card, client);
    if (file === '-') process.stdout.write(text);
    else
      await writeFile(file, text).catch((error: unknown) => {
        throw new InputError(`cannot write the report ${file}: ${fileFault(error, 'write')}`);
      });
  }
  process.exitCode = run.failure === undefined ? cardExitCode(card) : 1;
  return card;
}
