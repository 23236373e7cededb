/** What the system's error codes for files mean, in the words of messages to people. */
const WORDS: Readonly<Record<string, string>> = {
  ENOENT: 'there is no such file',
  EISDIR: 'it is a folder, not a file',
  ENOTDIR: 'a part of the path is a file, not a folder',
  EEXIST: 'a file stands where a folder has to be',
  EACCES: 'the system does not permit it; see who owns it and who may use it',
  EPERM: 'the system does not permit it; see who owns it and who may use it',
  EROFS: 'the disk can only be read',
  ENOSPC: 'the disk is full',
  EDQUOT: 'your share of the disk is used up',
  ENAMETOOLONG: 'the name is too long',
  ELOOP: 'its symbolic links lead in a circle',
  EMFILE: 'this process has too many files open',
  ENFILE: 'the system has too many files open',
  EBUSY: 'another program is using it',
  ETXTBSY: 'another program is using it',
  EIO: 'the disk reports an error',
};

/** Whether no more files can be opened: connections count as files. */
export const isOutOfFiles = (error: unknown): boolean =>
  error instanceof Error && ['EMFILE', 'ENFILE'].includes((error as NodeJS.ErrnoException).code ?? '');

/** @param use what was tried: a file that is written need not be there, but its folder must */
export function fileFault(error: unknown, use: 'read' | 'write'): string {
  const { code = '', message } = error as NodeJS.ErrnoException;
  if (code === 'ENOENT' && use === 'write') return 'there is no such folder';
  return WORDS[code] ?? message.split('\n', 1)[0]!;
}
