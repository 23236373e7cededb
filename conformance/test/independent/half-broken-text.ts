/**
 * What `tollgate verify` says of the half-broken piaxis server, as `docs/verify.md` shows it. Run by itself it writes
 * the text there.
 */
import { mkdir, readFile, writeFile } from 'node:fs/promises';
import { pathToFileURL } from 'node:url';
import { runWarmWith as runWith } from '../../../scripts/test/warm-command.ts';
import type { Ended } from '../../../scripts/test/command.ts';
import { PIAXIS_DEFECTS } from './piaxis-defects.ts';
import type { PiaxisDefect } from './piaxis-defects.ts';
import { startPiaxisServer } from './piaxis-server.ts';
import { PIAXIS_ENVIRONMENT, piaxisTarget } from './piaxis-target.ts';

export const PAGE = 'docs/verify.md';

const SHOWN = /(<!-- half-broken: [^>]*-->\n\n```text\n)[^]*?(```)/;

/** Runs `tollgate verify` on a server with these defects. */
export async function verifyPiaxis(
  file: string,
  defects: readonly PiaxisDefect[],
  ...args: readonly string[]
): Promise<Ended> {
  await using server = await startPiaxisServer(defects);
  await writeFile(file, piaxisTarget(server));
  return await runWith(PIAXIS_ENVIRONMENT, 'verify', '--target', file, ...args);
}

export const everyDefect = Object.keys(PIAXIS_DEFECTS) as readonly PiaxisDefect[];

/** Without what differs from run to run: ports, ids, times, and how fast the machine was. */
export const steady = (text: string): string =>
  text
    .replaceAll(/127\.0\.0\.1:\d+/g, '127.0.0.1:8080')
    // A value that the end of the line cuts may be one of those below.
    .replaceAll(/(?<="\w+":")[^"]*…$/gm, '…')
    .replaceAll(/req_[0-9a-f]{16}/g, 'req_1234567890abcdef')
    .replaceAll(/otp_\d{10}/g, 'otp_1234567890')
    .replaceAll(/(?<="id":")[0-9a-f-]{36}/g, '3f8a1c52-7b4e-4d19-9c06-5e2b8f7a1d34')
    .replaceAll(/(?<=state=)[0-9a-f]{16}/g, '5c08a5bede695038')
    .replaceAll(/\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d\.\d{3}Z/g, '2024-01-15T10:30:00.000Z')
    // One check asks once more where the machine is slow.
    .replaceAll(/[\d,]+ requests in [\d.]+ s \(\d+ checks\/s\)/g, '967 requests in 2.5 s (90 checks/s)')
    .trimEnd();

export const shownText = (page: string): string | undefined =>
  SHOWN.exec(page)?.[0].split('```text\n')[1]?.slice(0, -'\n```'.length);

if (import.meta.url === pathToFileURL(process.argv[1] ?? '').href) {
  await mkdir('reports', { recursive: true });
  const { stdout } = await verifyPiaxis('reports/piaxis-target.yaml', everyDefect);
  const page = await readFile(PAGE, 'utf8');
  await writeFile(
    PAGE,
    page.replace(SHOWN, (_whole, before: string, after: string) => `${before}${steady(stdout)}\n${after}`),
  );
}
