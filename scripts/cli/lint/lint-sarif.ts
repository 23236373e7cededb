/**
 * Findings as SARIF, which code hosts show beside the lines.
 *
 * @see [SARIF 2.1.0](https://docs.oasis-open.org/sarif/sarif/v2.1.0/sarif-v2.1.0.html)
 */
import { isAbsolute } from 'node:path';
import { pathToFileURL } from 'node:url';
import type { Finding } from '../../../mock/contract/lint/lint-finding.ts';

/** Relative files are below the working directory. */
const uriOf = (file: string): string =>
  isAbsolute(file) ? pathToFileURL(file).href : file.split(/[\\/]/).map(encodeURIComponent).join('/');

export function lintSarif(findings: readonly Finding[]): string {
  const rules = [...new Set(findings.map(({ rule }) => rule))];
  const run = {
    tool: {
      driver: {
        name: 'tollgate',
        informationUri: 'https://www.npmjs.com/package/tollgate',
        rules: rules.map((id) => ({ id })),
      },
    },
    columnKind: 'utf16CodeUnits',
    results: findings.map(({ rule, level, message, suggestion, file, line, column, pointer }) => ({
      ruleId: rule,
      ruleIndex: rules.indexOf(rule),
      level,
      message: { text: suggestion === undefined ? message : `${message} (${suggestion})` },
      locations: [
        {
          physicalLocation: {
            artifactLocation: { uri: uriOf(file) },
            region: { startLine: line, startColumn: column },
          },
          logicalLocations: [{ fullyQualifiedName: pointer }],
        },
      ],
    })),
  };
  return `${JSON.stringify({ $schema: 'https://json.schemastore.org/sarif-2.1.0.json', version: '2.1.0', runs: [run] }, null, 2)}\n`;
}
