import { writeFile } from 'node:fs/promises';
import { Command } from 'commander';

interface InitOptions {
  readonly output: string;
  readonly force?: boolean;
}

export function initCommand(): Command {
  return new Command('init')
    .description('Write a target file to start from: what the contract has, commented, with every credential by environment variable.')
    .argument('<contract>', 'name of a built-in contract, or path of a YAML or JSON file')
    .option('-o, --output <file>', 'where to write it; - is standard output', 'target.yaml')
    .option('-f, --force', 'overwrite a file that is there')
    .addHelpText('after', `
Fill it in, set the variables it names, then:
  tollgate doctor --target target.yaml     what is still wrong with it
  tollgate verify --target target.yaml     the run

Exit codes: 0 written, 2 it cannot be.`)
    .action(init);
}

async function init(contract: string, { output, force = false }: InitOptions): Promise<void> {
  const { InputError } = await import('../../mock/contract/input-error.ts');
  const { loadPlan } = await import('../../conformance/verify.ts');
  const { initialTarget } = await import('../../conformance/target/init.ts');
  const text = initialTarget(await loadPlan(contract), contract);
  if (output === '-') {
    process.stdout.write(text);
    return;
  }
  await writeFile(output, text, { flag: force ? 'w' : 'wx' }).catch((error: unknown) => {
    const { code, message } = error as NodeJS.ErrnoException;
    throw new InputError(code === 'EEXIST' ? `${output} is there already; choose another file with --output, or overwrite it with --force` : `cannot write ${output}: ${code ?? message}`);
  });
  const variables = [...new Set(text.split('\n').filter((line) => !line.trimStart().startsWith('#')).flatMap((line) => [...line.matchAll(/\$\{([A-Z_]\w*)\}/g)].map(([, variable]) => variable!)))];
  console.log(`Wrote ${output}. It wants these environment variables:\n${variables.map((variable) => `  ${variable}`).join('\n')}\nThen: tollgate doctor --target ${output}`);
}
