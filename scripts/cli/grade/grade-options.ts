/** The options of `grade` and `exercise` that are read the same. */
import { InvalidArgumentError } from 'commander';

export const GRADE_FORMATS = ['json', 'md', 'html', 'junit', 'tap', 'sarif', 'github'] as const;

export interface GradeReportTo {
  readonly format: (typeof GRADE_FORMATS)[number];
  /** Or `-` for standard output. */
  readonly file: string;
}

export function parseGradeReport(value: string, before: readonly GradeReportTo[]): readonly GradeReportTo[] {
  const [, name = '', file] = /^([^=]*)(?:=(.*))?$/s.exec(value) ?? [];
  const format = GRADE_FORMATS.find((one) => one === name);
  if (format === undefined)
    throw new InvalidArgumentError(`there is no format "${name}"; there are ${GRADE_FORMATS.join(', ')}.`);
  const to = file ?? (format === 'github' ? '-' : undefined);
  if (to === undefined || to === '')
    throw new InvalidArgumentError(`write the file too, such as ${format}=card.${format}.`);
  if (to === '-' && before.some((other) => other.file === '-'))
    throw new InvalidArgumentError('only one report can go to standard output.');
  return [...before, { format, file: to }];
}
