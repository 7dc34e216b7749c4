/**
 * Passwords: from a file, the environment, or a person at the terminal who does not see it typed.
 *
 * A password that was typed or is in the environment is taken exactly as it is; one from a file as restic takes it (password-file.ts).
 */
import { openSync, readFileSync } from 'node:fs';
import { ReadStream } from 'node:tty';
import { Fault } from '../base/index.ts';
import type { Password } from '../repository/index.ts';
import { invalid } from './arguments.ts';
import type { Session } from './command.ts';
import { EXIT } from './exit-codes.ts';
import { fileFault } from './failure.ts';
import { passwordFrom } from './password-file.ts';

export interface PasswordQuestion {
  readonly prompt: string;
  /** Where it may be named instead; the repository's own places unless given. */
  readonly places?: PasswordPlaces;
  /** Asked again, because a mistyped new password locks everybody out. */
  readonly twice: boolean;
}

/** An option for a file with the password, and the variables for such a file and for the password itself. */
export interface PasswordPlaces {
  readonly option: string;
  readonly fileVariable: string;
  readonly variable: string;
}

const OWN_PLACES: PasswordPlaces = { option: 'password-file', fileVariable: 'HOLDFAST_PASSWORD_FILE', variable: 'HOLDFAST_PASSWORD' };

/** The repository's password. `isAsked` tells whether a person typed it and may try again. */
export async function repositoryPassword(session: Session, question: PasswordQuestion): Promise<{ password: Password; isAsked: boolean }> {
  const { environment } = session;
  const { option, fileVariable, variable } = question.places ?? OWN_PLACES;
  const file = session.arguments.text(option) ?? environment[fileVariable];
  if (file) return { password: passwordIn(file), isAsked: false };
  const given = environment[variable];
  if (given !== undefined) return { password: notEmpty(given), isAsked: false };
  return { password: await askPassword(question), isAsked: true };
}

/** A password that is to be set: from `--new-password-file`, else asked twice. */
export async function newPassword(session: Session): Promise<Password> {
  const file = session.arguments.text('new-password-file');
  return file ? passwordIn(file) : await askPassword({ prompt: 'new password', twice: true });
}

function passwordIn(file: string): Password {
  try {
    return notEmpty(passwordFrom(readFileSync(file === '-' ? 0 : file)));
  } catch (error) {
    throw error instanceof Fault ? error : fileFault(error, file === '-' ? 'the password from stdin' : file);
  }
}

function notEmpty<T extends Password>(password: T): T {
  if (password.length === 0) throw invalid('the password is empty.');
  return password;
}

async function askPassword({ prompt, twice, places = OWN_PLACES }: PasswordQuestion): Promise<string> {
  using terminal = openTerminal(places);
  const password = notEmpty(await terminal.ask(`${prompt}: `));
  if (twice && (await terminal.ask(`${prompt} again: `)) !== password) throw invalid('the two passwords differ.');
  return password;
}

interface Terminal extends Disposable {
  ask(prompt: string): Promise<string>;
}

/** The terminal itself, so that stdin and stdout may be pipes. */
function openTerminal({ option, fileVariable }: PasswordPlaces): Terminal {
  let descriptor: number;
  try {
    descriptor = openSync('/dev/tty', 'r+');
  } catch (error) {
    throw new Fault('input.invalid', `no password was given and there is no terminal to ask on: use --${option} or ${fileVariable}.`, {
      cause: error,
    });
  }
  const input = new ReadStream(descriptor);
  input.setEncoding('utf8');
  return {
    ask: (prompt) => readHidden(input, prompt),
    [Symbol.dispose]: () => {
      input.setRawMode(false);
      input.destroy();
    },
  };
}

function readHidden(input: ReadStream, prompt: string): Promise<string> {
  input.setRawMode(true); // Before the prompt: whoever types at once must not see it either.
  process.stderr.write(prompt);
  return new Promise((resolve, reject) => {
    let typed = '';
    const finish = (end: () => void) => {
      input.off('data', take);
      input.pause();
      process.stderr.write('\n');
      end();
    };
    const take = (text: string) => {
      for (const key of text) {
        if (key === '\r' || key === '\n') return finish(() => resolve(typed));
        if (key === '\x03') return finish(() => interruptNow(input));
        if (key === '\x04') return finish(() => reject(invalid('no password was typed.')));
        if (key === '\x7f' || key === '\b') typed = [...typed].slice(0, -1).join('');
        else if (key === '\x15') typed = '';
        else typed += key;
      }
    };
    input.on('data', take);
    input.resume();
  });
}

/** Raw mode takes Ctrl-C from the kernel; nothing has begun yet, so ending is all there is to do. */
function interruptNow(input: ReadStream): never {
  input.setRawMode(false);
  process.exit(EXIT.interrupted);
}
