/** A table of things with the same few facts. On narrow screens each row becomes a card, and says the title of each fact itself. */
import { css, html, type TemplateResult } from 'lit';

export interface Column<Row> {
  readonly title: string;
  readonly cell: (row: Row) => TemplateResult | string;
  /** Figures stand under each other at the end of the line. */
  readonly isNumber?: boolean;
}

/** The first column names the row. Roles are said anew, because a table that is drawn otherwise is none to some listeners. */
export function dataTable<Row>(label: string, columns: readonly Column<Row>[], rows: readonly Row[]): TemplateResult {
  const classOf = (column: Column<Row>) => (column.isNumber ? 'number' : '');
  const cell = (column: Column<Row>, row: Row, index: number) =>
    index === 0
      ? html`<th role="rowheader" scope="row">${column.cell(row)}</th>`
      : html`<td role="cell" class=${classOf(column)}><span class="title" aria-hidden="true">${column.title}</span><span>${column.cell(row)}</span></td>`;
  return html`<div class="table">
    <table role="table" aria-label=${label}>
      <thead role="rowgroup">
        <tr role="row">${columns.map((column) => html`<th role="columnheader" scope="col" class=${classOf(column)}>${column.title}</th>`)}</tr>
      </thead>
      <tbody role="rowgroup">${rows.map((row) => html`<tr role="row">${columns.map((column, index) => cell(column, row, index))}</tr>`)}</tbody>
    </table>
  </div>`;
}

export const tableLooks = css`
  .table {
    container-type: inline-size;
  }
  table {
    width: 100%;
    border-collapse: collapse;
    font-variant-numeric: tabular-nums;
  }
  th,
  td {
    padding: var(--gap-3);
    text-align: start;
    vertical-align: top;
    overflow-wrap: anywhere;
  }
  :is(th, td):first-child {
    padding-inline-start: 0;
  }
  :is(th, td):last-child {
    padding-inline-end: 0;
  }
  thead th {
    color: var(--ink-soft);
    font-size: var(--size-small);
    font-weight: 550;
  }
  tbody tr {
    border-top: 1px solid var(--line);
  }
  .number {
    text-align: end;
  }
  td .title {
    display: none;
  }
  @container (max-width: 36rem) {
    thead {
      position: absolute;
      clip-path: inset(50%);
      width: 1px;
      height: 1px;
      overflow: hidden;
    }
    table,
    tbody,
    tbody tr {
      display: block;
    }
    tbody tr {
      padding-block: var(--gap-3);
    }
    :is(tbody th, td) {
      display: flex;
      flex-wrap: wrap;
      justify-content: space-between;
      gap: 0 var(--gap-4);
      padding: var(--gap-1) 0;
      text-align: start;
    }
    td .title {
      display: inline;
      color: var(--ink-soft);
      font-size: var(--size-small);
    }
  }
`;
