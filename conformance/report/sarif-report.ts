/**
 * One result a cause, at the target file: that is the file of the user's repository that the run is about.
 *
 * @see [SARIF 2.1.0](https://docs.oasis-open.org/sarif/sarif/v2.1.0/sarif-v2.1.0.html)
 */
import { createHash } from 'node:crypto';
import { isAbsolute, relative } from 'node:path';
import { pathToFileURL } from 'node:url';
import type { Cause } from '../causes/cause.ts';
import type { Result } from '../check.ts';
import type { Report } from '../verdict-report.ts';
import type { Sources } from '../cited-facts.ts';
import { adviceBasis, adviceLine } from './advice-text.ts';
import { causeText, NO_PAINT } from './cause-text.ts';
import { findingText } from './failure-text.ts';
import { tool } from './tool.ts';

const LEVELS = { must: 'error', should: 'warning', may: 'note' } as const;

/** Below the working directory where it can be, since that is how code hosts find the file; undefined where it is elsewhere. */
export function pathBelow(path: string): string | undefined {
  const below = isAbsolute(path) ? relative(process.cwd(), path) : path;
  return below.startsWith('..') || isAbsolute(below) ? undefined : below.replaceAll('\\', '/');
}

const uriOf = (path: string): string =>
  pathBelow(path)?.split('/').map(encodeURIComponent).join('/') ?? pathToFileURL(path).href;

/** A name for a rule that is no id of a check: the cause's key. */
const ruleId = ({ key }: Cause): string => key.trim().replaceAll(/\s+/g, ' ');

/** The same while the same thing is wrong at the same target. */
const fingerprint = (contract: string, key: string): string =>
  createHash('sha256').update(`${contract}\n${key}`).digest('hex');

function locations({ contract, target: { file } }: Report, where: string): object[] {
  return [
    {
      physicalLocation: {
        artifactLocation: { uri: file === undefined ? `specs/${encodeURIComponent(contract)}.yaml` : uriOf(file.path) },
        region: { startLine: file?.line ?? 1 },
      },
      logicalLocations: [{ fullyQualifiedName: where }],
    },
  ];
}

const whereOf = ({ method, url }: { readonly method: string; readonly url: string }): string => `${method} ${url}`;

const adviceRule = (place: string): string => `advice ${place}`.trim();

/** A rule for each place in a body. */
const advicePlaces = ({ advice }: Report): readonly string[] => [...new Set(advice.map(({ place }) => place))];

/** Whatever is no failure has the level `none` (§3.27.10). */
function adviceResults(report: Report, sources: Sources, first: number): object[] {
  const places = advicePlaces(report);
  return report.advice.map((one) => ({
    ruleId: adviceRule(one.place),
    ruleIndex: first + places.indexOf(one.place),
    kind: 'informational',
    level: 'none',
    message: { text: `${adviceLine(one)}\n\n${adviceBasis(one, sources)}` },
    partialFingerprints: { 'tollgate/v1': fingerprint(report.contract, `advice ${one.key}`) },
    locations: locations(report, whereOf(one.exchange)),
  }));
}

function knownResults(report: Report, sources: Sources, first: number): object[] {
  return report.results
    .filter((result) => result.known !== undefined && 'finding' in result.outcome)
    .map((result: Result, i) => {
      const finding = 'finding' in result.outcome ? result.outcome.finding : { expected: '', got: '' };
      return {
        ruleId: result.check.id,
        ruleIndex: first + i,
        level: LEVELS[result.check.level],
        message: { text: findingText(result, finding, sources, report) },
        partialFingerprints: { 'tollgate/v1': fingerprint(report.contract, result.check.id) },
        suppressions: [{ kind: 'external', justification: result.known }],
        locations: locations(report, finding.exchange ? whereOf(finding.exchange) : report.contract),
      };
    });
}

export function sarifReport(reports: readonly Report[], sources: Sources): string {
  const { name, version } = tool();
  const runs = reports.map((report) => {
    const { contract, target, causes } = report;
    const known = report.results.filter((result) => result.known !== undefined && 'finding' in result.outcome);
    return {
      tool: {
        driver: {
          name,
          version,
          informationUri: 'https://www.npmjs.com/package/tollgate',
          rules: [
            ...causes.map((cause) => ({
              id: ruleId(cause),
              shortDescription: { text: cause.title },
              ...(cause.citation.url !== undefined && { helpUri: cause.citation.url }),
              properties: { level: cause.level },
            })),
            ...known.map(({ check: { id, title, level } }) => ({
              id,
              shortDescription: { text: title },
              properties: { level },
            })),
            ...advicePlaces(report).map((place) => ({
              id: adviceRule(place),
              shortDescription: { text: `The words of refusals${place === '' ? '' : ` at ${place}`}` },
              properties: { level: 'advice' },
            })),
          ],
        },
      },
      automationDetails: { id: `tollgate/${contract}/` },
      columnKind: 'utf16CodeUnits',
      properties: { contract, target: target.name, ...(report.assumed.length > 0 && { assumed: report.assumed }) },
      results: [
        ...causes.map((cause, ruleIndex) => ({
          ruleId: ruleId(cause),
          ruleIndex,
          level: LEVELS[cause.level],
          message: { text: `${cause.title}\n\n${causeText(cause, report, sources, 'whole', NO_PAINT)}` },
          partialFingerprints: { 'tollgate/v1': fingerprint(contract, cause.key) },
          locations: locations(report, cause.finding.exchange ? whereOf(cause.finding.exchange) : contract),
        })),
        ...knownResults(report, sources, causes.length),
        ...adviceResults(report, sources, causes.length + known.length),
      ],
    };
  });
  return `${JSON.stringify({ $schema: 'https://json.schemastore.org/sarif-2.1.0.json', version: '2.1.0', runs }, null, 2)}\n`;
}
