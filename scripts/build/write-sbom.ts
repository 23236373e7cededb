/**
 * Writes `reports/sbom.cdx.json`: what a release consists of, as a CycloneDX bill of materials.
 *
 * npm is asked for everything, because with `--omit=dev` it leaves out packages that tools of development use too.
 *
 * @see https://cyclonedx.org/docs/1.5/json/
 */
import { execFile } from 'node:child_process';
import { mkdir, writeFile } from 'node:fs/promises';
import { promisify } from 'node:util';
import { scriptCommand } from '../../conformance/script-command.ts';

const FILE = 'reports/sbom.cdx.json';
const DEVELOPMENT = 'cdx:npm:package:development';
const MOST_BYTES = 64 * 1024 * 1024;

interface Component {
  readonly 'bom-ref': string;
  readonly properties?: readonly { readonly name: string; readonly value: string }[];
}

interface Sbom {
  readonly metadata: { readonly component: Component };
  readonly components: readonly Component[];
  readonly dependencies: readonly { readonly ref: string; readonly dependsOn: readonly string[] }[];
}

scriptCommand('npm run sbom', `Writes ${FILE}, a CycloneDX list of what a release consists of.`).parse();
const { stdout } = await promisify(execFile)('npm', ['sbom', '--sbom-format=cyclonedx'], { maxBuffer: MOST_BYTES });
const whole = JSON.parse(stdout) as Sbom;
const components = whole.components.filter(
  ({ properties }) => properties?.some(({ name, value }) => name === DEVELOPMENT && value === 'true') !== true,
);
const kept = new Set([whole.metadata.component, ...components].map((component) => component['bom-ref']));
const dependencies = whole.dependencies
  .filter(({ ref }) => kept.has(ref))
  .map(({ ref, dependsOn }) => ({ ref, dependsOn: dependsOn.filter((one) => kept.has(one)) }));
await mkdir('reports', { recursive: true });
await writeFile(FILE, `${JSON.stringify({ ...whole, components, dependencies }, null, 2)}\n`);
console.log(`Wrote ${FILE}: ${components.length} packages.`);
