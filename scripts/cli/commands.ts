/**
 * The subcommands, as the help of the whole command tells of them. The modules of one are loaded when it is asked for.
 */
import type { Subcommand } from './subcommand.ts';

const CONTRACT = 'name of a built-in contract, or path or URL of a YAML or JSON file';

export const SUBCOMMANDS: readonly Subcommand[] = [
  {
    name: 'mock',
    about: 'Serve contracts as a stateful sandbox, each below its own name, with a control plane at /_tollgate.',
    takes: [
      [
        '[contract...]',
        'names of built-in contracts, or paths or URLs of YAML or JSON files (default: every built-in one)',
      ],
    ],
    complete: async (command) => (await import('./mock.ts')).mockCommand(command),
  },
  {
    name: 'verify',
    about:
      'Check an implementation against contracts: what is right, what is wrong, and the sentence of the document that says so.',
    takes: [
      [
        '[contract...]',
        "names of built-in contracts, or paths or URLs of YAML or JSON files (default with --mock: every built-in one; with --target: the file's own)",
      ],
    ],
    complete: async (command) => (await import('./verify.ts')).verifyCommand(command),
  },
  {
    name: 'init',
    about:
      'Write a target file to start from: what the contract has, commented, with every credential by environment variable.',
    takes: [['<contract>', CONTRACT]],
    complete: async (command) => (await import('./init.ts')).initCommand(command),
  },
  {
    name: 'doctor',
    about:
      'Find what is wrong with a target file before a run: hosts, TLS, paths, credentials, redirect URIs, clocks, and what its missing capabilities cost.',
    takes: [],
    complete: async (command) => (await import('./doctor.ts')).doctorCommand(command),
  },
  {
    name: 'diff',
    about:
      'Send the same requests to two targets and show where their answers differ: status, headers, error code, and the shape of the body.',
    takes: [],
    complete: async (command) => (await import('./diff.ts')).diffCommand(command),
  },
  {
    name: 'lint',
    about:
      'Say what is wrong with contracts: structure, references, schemas and examples, the x- vocabulary, and whether the names in it stand for something.',
    takes: [['<contract...>', 'paths or URLs of YAML or JSON files, or names of built-in contracts']],
    complete: async (command) => (await import('./lint.ts')).lintCommand(command),
  },
  {
    name: 'import',
    about:
      'Write a contract from any OpenAPI document (2.0, 3.0, 3.1, 3.2): what can be inferred is written in, with a comment beside it.',
    takes: [['<document>', 'path or URL of a YAML or JSON file']],
    complete: async (command) => (await import('./import.ts')).importCommand(command),
  },
  {
    name: 'load',
    about: 'Load an implementation of a contract with k6, by scripts that know its authentication.',
    takes: [
      ['[contract]', `${CONTRACT} (default with --target: the file's own)`],
      ['[scenario]', 'what is done; --list prints what there is'],
    ],
    complete: async (command) => (await import('./load.ts')).loadCommand(command),
  },
  {
    name: 'explain',
    about: 'Say why the running sandbox refused a request: what the client did, the rule, and what to do next.',
    takes: [
      ['[id]', 'of the request, as its answer has it in x-tollgate-request; or last (default: the newest refusal)'],
    ],
    complete: async (command) => (await import('./explain.ts')).explainCommand(command),
  },
  {
    name: 'logs',
    about: 'List the requests that came to the running sandbox, or follow them.',
    takes: [],
    complete: async (command) => (await import('./logs.ts')).logsCommand(command),
  },
  {
    name: 'clock',
    about: 'Read, set, move or stop the clock of the running sandbox.',
    takes: [
      ['[action]', 'show, set, advance, freeze, release or reset (default: show)'],
      ['[value]', 'the instant to set, or the duration to advance by'],
    ],
    complete: async (command) => (await import('./clock.ts')).clockCommand(command),
  },
  {
    name: 'otp',
    about: 'Print the newest one-time password that the running sandbox sent.',
    takes: [],
    complete: async (command) => (await import('./otp.ts')).otpCommand(command),
  },
  {
    name: 'reset',
    about: 'Put the running sandbox back to how it started.',
    takes: [],
    complete: async (command) => (await import('./reset.ts')).resetCommand(command),
  },
  {
    name: 'creds',
    about: 'Print the credentials of a contract, and where in a request each goes.',
    takes: [['<contract>', 'name of a contract that the sandbox serves']],
    complete: async (command) => (await import('./creds.ts')).credsCommand(command),
  },
  {
    name: 'env',
    about: 'Print base URL and credentials of a contract for a shell.',
    takes: [['<contract>', 'name of a contract that the sandbox serves']],
    complete: async (command) => (await import('./creds.ts')).envCommand(command),
  },
  {
    name: 'keys',
    about: 'List, block, regenerate or delete the keys of a contract.',
    takes: [
      ['<contract>', 'name of a contract that the sandbox serves'],
      ['[action]', 'list, block, unblock, regenerate or delete (default: list)'],
      ['[id]', 'of the key'],
    ],
    complete: async (command) => (await import('./keys.ts')).keysCommand(command),
  },
  {
    name: 'clients',
    about: 'List the OAuth clients of a contract, or change one.',
    takes: [
      ['<contract>', 'name of a contract that the sandbox serves'],
      ['[id]', 'of the client'],
    ],
    complete: async (command) => (await import('./clients.ts')).clientsCommand(command),
  },
  {
    name: 'faults',
    about: 'Make the running sandbox answer late, wrongly or not at all, and see what a client makes of it.',
    takes: [
      ['[contract]', 'name of a contract that the sandbox serves (default: list those of all)'],
      ['[action]', 'list, add, delete or clear (default: list)'],
      ['[id]', 'of the fault'],
    ],
    complete: async (command) => (await import('./faults.ts')).faultsCommand(command),
  },
  {
    name: 'grade',
    about: 'Judge a client by what it asked of the running sandbox: tokens, retries, sign-in, secrets, webhooks.',
    takes: [
      ['[contract...]', 'names of built-in contracts, or paths of YAML or JSON files (default: those of the journal)'],
    ],
    complete: async (command) => (await import('./grade.ts')).gradeCommand(command),
  },
  {
    name: 'exercise',
    about:
      'Run a client against a sandbox of its own while expiries, limits and outages are played to it, and judge it.',
    takes: [
      ['[contract]', CONTRACT],
      ['[command...]', 'the client, after --'],
    ],
    complete: async (command) => (await import('./exercise.ts')).exerciseCommand(command),
  },
  {
    name: 'export',
    about: 'Write the requests of a contract for Postman, Bruno or a .http file, or its credentials as .env.',
    takes: [
      ['<format>', 'postman, bruno, http or env'],
      ['<contract>', CONTRACT],
    ],
    complete: async (command) => (await import('./export.ts')).exportCommand(command),
  },
  {
    name: 'completion',
    about: 'Print what makes a shell complete commands, options and contracts.',
    takes: [['<shell>', 'bash, zsh or fish']],
    complete: async (command) => (await import('./completion.ts')).completionCommand(command, SUBCOMMANDS),
  },
];
