/**
 * Writes `reports/sbom.cdx.json`: what a release consists of, as a CycloneDX bill of materials.
 *
 * npm is asked for everything, because with `--omit=dev` it leaves out packages that tools of development use too, and what
 * the build put into `dist/vendor/` and `dist/console/`.
 *
 * @see https://cyclonedx.org/docs/1.5/json/
 */
import { execFile } from 'node:child_process';
import { mkdir, readFile, writeFile } from 'node:fs/promises';
import { promisify } from 'node:util';
import { scriptCommand } from '../../conformance/script-command.ts';

const FILE = 'reports/sbom.cdx.json';
const DEVELOPMENT = 'cdx:npm:package:development';
const MOST_BYTES = 64 * 1024 * 1024;

interface Property {
  readonly name: string;
  readonly value: string;
}

interface Component {
  readonly 'bom-ref': string;
  readonly name: string;
  readonly version: string;
  readonly properties?: readonly Property[];
}

interface Sbom {
  readonly metadata: { readonly component: Component };
  readonly components: readonly Component[];
  readonly dependencies: readonly { readonly ref: string; readonly dependsOn: readonly string[] }[];
}

scriptCommand('npm run sbom', `Writes ${FILE}, a CycloneDX list of what a release consists of.`).parse();
const { stdout } = await promisify(execFile)('npm', ['sbom', '--sbom-format=cyclonedx'], { maxBuffer: MOST_BYTES });
const whole = JSON.parse(stdout) as Sbom;
const bundled: readonly string[] = (
  await Promise.all(
    ['dist/vendor/packages.json', 'dist/console/packages.json'].map(async (file) => {
      const packages = JSON.parse(await readFile(file, 'utf8')) as readonly { name: string; version: string }[];
      return packages.map(({ name, version }) => `${name}@${version}`);
    }),
  )
).flat();
const isTool = ({ name, value }: Property): boolean => name === DEVELOPMENT && value === 'true';
const components = whole.components.flatMap((component) => {
  const { name, version, properties = [] } = component;
  if (!properties.some(isTool)) return [component];
  return bundled.includes(`${name}@${version}`)
    ? [{ ...component, properties: properties.filter((property) => !isTool(property)) }]
    : [];
});
const kept = new Set([whole.metadata.component, ...components].map((component) => component['bom-ref']));
const dependencies = whole.dependencies
  .filter(({ ref }) => kept.has(ref))
  .map(({ ref, dependsOn }) => ({ ref, dependsOn: dependsOn.filter((one) => kept.has(one)) }));
await mkdir('reports', { recursive: true });
await writeFile(FILE, `${JSON.stringify({ ...whole, components, dependencies }, null, 2)}\n`);
console.log(`Wrote ${FILE}: ${components.length} packages.`);
