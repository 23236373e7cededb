/** The thresholds as JUnit XML: one test case each. */
import { escape } from './escape-html.ts';
import type { Figures, Threshold } from './figures.ts';

function testCase(suite: string, { metric, rule, ok, got }: Threshold): string {
  const head = `    <testcase classname="${escape(suite)}" name="${escape(`${metric} ${rule}`)}"`;
  return ok ? `${head}/>` : `${head}><failure message="${escape(got)}"/></testcase>`;
}

export function junitOf({ contract, scenario, seconds, thresholds }: Figures): string {
  const suite = `load.${contract}.${scenario}`;
  const broken = thresholds.filter(({ ok }) => !ok).length;
  const counts = `tests="${thresholds.length}" failures="${broken}" time="${seconds.toFixed(3)}"`;
  return `${[
    '<?xml version="1.0" encoding="UTF-8"?>',
    `<testsuites name="tollgate load" ${counts}>`,
    `  <testsuite name="${escape(suite)}" ${counts}>`,
    ...thresholds.map((threshold) => testCase(suite, threshold)),
    '  </testsuite>',
    '</testsuites>',
  ].join('\n')}\n`;
}
