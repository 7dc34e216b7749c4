/**
 * Who is signed in here, and what they may do: the one place of the page that knows.
 *
 * A session that is over is noticed by the first answer that says so, or by the events that stop. The page stays as it is behind the
 * door, with what was typed into it; whoever comes in as somebody else gets a new one.
 */
import type { ReactiveController, ReactiveControllerHost } from 'lit';
import type { Door as DoorView, Me, Preferences, Role } from '../../../src/api/contract/index.ts';
import { ApiFailure, whenSessionAbsent } from './ask.ts';
import { doorApi, type NamePassword } from './door-api.ts';
import { adopt } from './preferences.ts';

const ROLES: readonly Role[] = ['viewer', 'operator', 'admin'];
const RETRY_MS = 3_000;

class Door extends EventTarget {
  /** Undefined until the box has answered once. */
  view: DoorView | undefined;
  /** Whose page this is: the last one who was in, for as long as it lies behind the door. */
  owner: Me | undefined;

  constructor() {
    super();
    whenSessionAbsent(() => this.#set({ me: null }));
  }

  get me(): Me | null {
    return this.view?.me ?? null;
  }

  /** Whether the page's owner may do what needs this role; false for nobody. What is behind the door stays as it was. */
  can(role: Role): boolean {
    return this.owner !== undefined && ROLES.indexOf(this.owner.role) >= ROLES.indexOf(role);
  }

  /** Asks the box. While it is away nothing changes; the first time it is asked again until it answers. */
  async look(): Promise<void> {
    try {
      this.#let(await doorApi.look());
    } catch (error) {
      if (!(error instanceof ApiFailure)) throw error;
      if (!this.view) window.setTimeout(() => void this.look(), RETRY_MS);
    }
  }

  async claim(code: string, admin: NamePassword): Promise<void> {
    await this.#comeIn(await doorApi.claim(code, admin));
  }

  async signIn(who: NamePassword): Promise<void> {
    await this.#comeIn(await doorApi.signIn(who));
  }

  /** Chooses language or appearance, for the account of who is signed in. */
  async prefer(preferences: Preferences): Promise<void> {
    if (this.me?.by === 'session') await doorApi.prefer(preferences);
  }

  /** Leaves nothing of whoever was here on the page. */
  async signOut(): Promise<void> {
    await doorApi.signOut();
    location.replace(`${location.pathname}#/`);
    location.reload();
  }

  async #comeIn(me: Me): Promise<void> {
    const isOther = (await adopt(me)) || (this.owner !== undefined && this.owner.name !== me.name);
    if (isOther) location.reload();
    else this.#let({ ...this.view!, isClaimed: true, me });
  }

  #set(change: Partial<DoorView>): void {
    if (this.view) this.#let({ ...this.view, ...change });
  }

  #let(view: DoorView): void {
    this.view = view;
    if (view.me) this.owner = view.me;
    this.dispatchEvent(new Event('change'));
  }
}

export const door = new Door();

/** Updates a component whenever somebody comes in or goes out. */
export class DoorController implements ReactiveController {
  readonly #changed: () => void;

  constructor(host: ReactiveControllerHost) {
    this.#changed = () => host.requestUpdate();
    host.addController(this);
  }

  hostConnected(): void {
    door.addEventListener('change', this.#changed);
  }

  hostDisconnected(): void {
    door.removeEventListener('change', this.#changed);
  }
}
