/** Numbers of names: each name once, with all that finds it. Memory: the names used last. */
import type { DatabaseSync, StatementSync } from 'node:sqlite';
import type { ByteString } from '../../base/index.ts';
import { foldName } from './fold.ts';

const KEPT = 10_000;
/** Shorter texts have no trigram. */
const GRAM = 3;

export class NameIds {
  readonly #find: StatementSync;
  readonly #add: StatementSync;
  readonly #addFolded: StatementSync;
  readonly #addGrams: StatementSync;
  readonly #removals: readonly [StatementSync, StatementSync, StatementSync];
  #recent = new Map<ByteString, number>();
  #former = new Map<ByteString, number>();

  constructor(database: DatabaseSync) {
    this.#find = database.prepare(
      'SELECT names.id FROM folded JOIN names ON names.id = folded.name WHERE folded.folded = ? AND names.name = ?',
    );
    this.#add = database.prepare('INSERT INTO names (name) VALUES (?)');
    this.#addFolded = database.prepare('INSERT INTO folded VALUES (?, ?)');
    this.#addGrams = database.prepare('INSERT INTO grams (rowid, folded) VALUES (?, ?)');
    this.#removals = [
      database.prepare("INSERT INTO grams (grams, rowid, folded) VALUES ('delete', ?, ?)"),
      database.prepare('DELETE FROM folded WHERE name = ? AND folded = ?'),
      database.prepare('DELETE FROM names WHERE id = ?'),
    ];
  }

  idOf(name: ByteString): number {
    const known = this.#recent.get(name);
    if (known !== undefined) return known;
    const id = this.#former.get(name) ?? this.#look(name);
    // Two maps in turn: taking single entries out of the front of a map gets slow.
    if (this.#recent.size >= KEPT) [this.#former, this.#recent] = [this.#recent, new Map()];
    this.#recent.set(name, id);
    return id;
  }

  remove({ id, name }: { id: number; name: ByteString }): void {
    const folded = foldName(name);
    const [grams, foldedRow, row] = this.#removals;
    if (folded.length >= GRAM) grams.run(id, folded);
    foldedRow.run(id, folded);
    row.run(id);
    this.#recent.delete(name);
    this.#former.delete(name);
  }

  #look(name: ByteString): number {
    const folded = foldName(name);
    const found = this.#find.get(folded, name) as { id: number } | undefined;
    if (found) return found.id;
    const id = Number(this.#add.run(name).lastInsertRowid);
    this.#addFolded.run(folded, id);
    if (folded.length >= GRAM) this.#addGrams.run(id, folded);
    return id;
  }
}
