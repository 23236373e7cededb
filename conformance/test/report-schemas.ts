/** What reports must look like, from their formats' own descriptions, as far as ours use them. */
import { Ajv2020 } from 'ajv/dist/2020.js';
import addFormats from 'ajv-formats';
import reportSchema from '../report/report.schema.json' with { type: 'json' };

export { reportSchema };

export interface SarifLog {
  readonly runs: readonly {
    readonly results: readonly {
      readonly partialFingerprints: Readonly<Record<string, string>>;
      readonly locations: readonly object[];
    }[];
  }[];
}

const strict = (required: readonly string[], properties: object): object => ({
  type: 'object',
  additionalProperties: false,
  required,
  properties,
});
const list = (items: object): object => ({ type: 'array', items });
const text = { type: 'string', minLength: 1 };
const message = strict(['text'], { text });
const bag = { type: 'object' };

/** @see [SARIF 2.1.0 §3.13 and on](https://docs.oasis-open.org/sarif/sarif/v2.1.0/sarif-v2.1.0.html) */
export const SARIF_SCHEMA = strict(['$schema', 'version', 'runs'], {
  $schema: { const: 'https://json.schemastore.org/sarif-2.1.0.json' },
  version: { const: '2.1.0' },
  runs: list(
    strict(['tool', 'results'], {
      tool: strict(['driver'], {
        driver: strict(['name'], {
          name: text,
          version: text,
          informationUri: { type: 'string', format: 'uri' },
          rules: list(
            strict(['id'], {
              id: text,
              shortDescription: message,
              helpUri: { type: 'string', format: 'uri' },
              properties: bag,
            }),
          ),
        }),
      }),
      automationDetails: strict([], { id: text }),
      columnKind: { enum: ['utf16CodeUnits', 'unicodeCodePoints'] },
      properties: bag,
      results: list(
        strict(['message', 'ruleId', 'level', 'locations', 'partialFingerprints'], {
          ruleId: text,
          ruleIndex: { type: 'integer', minimum: 0 },
          kind: { enum: ['notApplicable', 'pass', 'fail', 'review', 'open', 'informational'] },
          level: { enum: ['none', 'note', 'warning', 'error'] },
          message,
          partialFingerprints: { type: 'object', additionalProperties: { type: 'string', pattern: '^[0-9a-f]{64}$' } },
          suppressions: list(strict(['kind'], { kind: { enum: ['inSource', 'external'] }, justification: text })),
          locations: list(
            strict(['physicalLocation'], {
              physicalLocation: strict(['artifactLocation'], {
                artifactLocation: strict(['uri'], { uri: { type: 'string', format: 'uri-reference' } }),
                region: strict(['startLine'], { startLine: { type: 'integer', minimum: 1 } }),
              }),
              logicalLocations: list(strict([], { fullyQualifiedName: text })),
            }),
          ),
        }),
      ),
    }),
  ),
});

export function schemaFaults(schema: object, json: string): readonly string[] {
  const ajv = new Ajv2020({ strict: false, allErrors: true });
  addFormats.default(ajv);
  const validate = ajv.compile(schema);
  return validate(JSON.parse(json))
    ? []
    : (validate.errors ?? []).map(({ instancePath, message: what }) => `${instancePath} ${what ?? ''}`);
}

interface Rule {
  readonly inside: readonly string[];
  readonly must: readonly string[];
  readonly may: readonly string[];
}

/** Elements and attributes of the JUnit XML that CI servers read: Jenkins' schema of it is the strictest. */
const JUNIT: Readonly<Record<string, Rule>> = {
  testsuites: { inside: [''], must: [], may: ['name', 'time', 'tests', 'failures', 'errors'] },
  testsuite: { inside: ['testsuites'], must: ['name', 'tests', 'failures', 'errors'], may: ['time', 'skipped'] },
  properties: { inside: ['testsuite'], must: [], may: [] },
  property: { inside: ['properties'], must: ['name', 'value'], may: [] },
  testcase: { inside: ['testsuite'], must: ['name'], may: ['time', 'classname'] },
  failure: { inside: ['testcase'], must: [], may: ['type', 'message'] },
  error: { inside: ['testcase'], must: [], may: ['type', 'message'] },
  skipped: { inside: ['testcase'], must: [], may: ['type', 'message'] },
  'system-out': { inside: ['testcase', 'testsuite'], must: [], may: [] },
};

/** @param xml well-formed */
export function junitFaults(xml: string): readonly string[] {
  const faults = new Set<string>();
  const open: string[] = [''];
  for (const [tag, close, name = '', attributes = '', empty] of xml.matchAll(
    /<(\/?)([a-z][\w-]*)((?:\s+[\w-]+="[^"]*")*)\s*(\/?)>/g,
  )) {
    if (close === '/') {
      open.pop();
      continue;
    }
    const rule = JUNIT[name];
    if (!rule?.inside.includes(open.at(-1)!)) faults.add(`<${name}> in <${open.at(-1)!}>`);
    const given = [...attributes.matchAll(/([\w-]+)="/g)].map(([, attribute]) => attribute!);
    for (const attribute of given)
      if (![...(rule?.must ?? []), ...(rule?.may ?? [])].includes(attribute))
        faults.add(`${attribute} of ${tag.slice(0, 40)}`);
    for (const attribute of rule?.must ?? [])
      if (!given.includes(attribute)) faults.add(`no ${attribute} of <${name}>`);
    const time = / time="([^"]*)"/.exec(attributes)?.[1];
    if (time !== undefined && !/^\d+(\.\d+)?$/.test(time)) faults.add(`time ${time}`);
    if (empty !== '/') open.push(name);
  }
  return [...faults];
}
