/** @see [SARIF 2.1.0](https://docs.oasis-open.org/sarif/sarif/v2.1.0/sarif-v2.1.0.html) */
import type { Check, Outcome } from '../check.ts';
import type { Report } from '../verdict-report.ts';
import type { Sources } from '../cited-facts.ts';
import { findingText } from './failure-text.ts';

const LEVELS: Partial<Readonly<Record<Outcome['state'], string>>> = {
  failed: 'error',
  warned: 'warning',
  informed: 'note',
};

function rule({ id, title, citation, level }: Check): object {
  return {
    id,
    shortDescription: { text: title },
    ...(citation.url !== undefined && { helpUri: citation.url }),
    properties: { level },
  };
}

export function sarifReport(reports: readonly Report[], sources: Sources): string {
  const runs = reports.map(({ contract, target, results }) => {
    const found = results.flatMap((result) =>
      'finding' in result.outcome ? [{ result, finding: result.outcome.finding, state: result.outcome.state }] : [],
    );
    return {
      tool: {
        driver: {
          name: 'tollgate',
          informationUri: 'https://www.npmjs.com/package/tollgate',
          rules: found.map(({ result }) => rule(result.check)),
        },
      },
      properties: { contract, target: target.name },
      results: found.map(({ result, finding, state }, ruleIndex) => ({
        ruleId: result.check.id,
        ruleIndex,
        level: LEVELS[state] ?? 'none',
        message: { text: findingText(result, finding, sources) },
        ...(result.known !== undefined && { suppressions: [{ kind: 'external', justification: result.known }] }),
        locations: [
          {
            physicalLocation: { artifactLocation: { uri: `specs/${contract}.yaml` } },
            logicalLocations: [
              {
                fullyQualifiedName: finding.exchange ? `${finding.exchange.method} ${finding.exchange.url}` : contract,
              },
            ],
          },
        ],
      })),
    };
  });
  return `${JSON.stringify({ $schema: 'https://json.schemastore.org/sarif-2.1.0.json', version: '2.1.0', runs }, null, 2)}\n`;
}
