import { writeFile } from 'node:fs/promises';
import type { Command } from 'commander';
import { allowRefsOption, reading } from './allow-refs-option.ts';

interface InitOptions {
  readonly output: string;
  readonly force?: boolean;
  readonly allowRefs: readonly string[];
}

export function initCommand(command: Command): void {
  command
    .option('-o, --output <file>', 'where to write it; - is standard output', 'target.yaml')
    .option('-f, --force', 'overwrite a file that is there')
    .addOption(allowRefsOption())
    .addHelpText(
      'after',
      `
Fill it in, set the variables it names, then:
  tollgate doctor --target target.yaml     what is still wrong with it
  tollgate verify --target target.yaml     the run

Exit codes: 0 written, 2 it cannot be written.`,
    )
    .action(init);
}

async function init(contract: string, { output, force = false, allowRefs }: InitOptions): Promise<void> {
  const { InputError } = await import('../../mock/contract/input-error.ts');
  const { fileFault } = await import('../../mock/contract/file-error-words.ts');
  const { loadCompiled } = await import('../../conformance/verify.ts');
  const { initialTarget } = await import('../../conformance/target/write-target-file.ts');
  const text = initialTarget(await loadCompiled(contract, reading({ allowRefs })), contract);
  if (output === '-') {
    process.stdout.write(text);
    return;
  }
  await writeFile(output, text, { flag: force ? 'w' : 'wx' }).catch((error: unknown) => {
    const isThere = (error as NodeJS.ErrnoException).code === 'EEXIST';
    throw new InputError(
      isThere
        ? `${output} is there already; choose another file with --output, or overwrite it with --force`
        : `cannot write ${output}: ${fileFault(error, 'write')}`,
    );
  });
  const variables = [
    ...new Set(
      text
        .split('\n')
        .filter((line) => !line.trimStart().startsWith('#'))
        .flatMap((line) => [...line.matchAll(/\$\{([A-Z_]\w*)\}/g)].map(([, variable]) => variable!)),
    ),
  ];
  console.log(
    `Wrote ${output}. It wants these environment variables:\n${variables.map((variable) => `  ${variable}`).join('\n')}\nThen: tollgate doctor --target ${output}`,
  );
}
