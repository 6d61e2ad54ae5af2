/** How a language says what the pairs say. Units stand in one order in all: kilograms, tonnes, euros, dollars, days. */
export interface GroundingLanguage {
  readonly months: string;
  /** What follows the number of a day. */
  readonly dayMark: string;
  /** Replacement of month and year in a date. */
  readonly dateForm: string;
  readonly group: string;
  readonly units: readonly string[];
  quote(name: string, date: string, amount: string, isDenied: boolean): string;
  ordered(name: string, amount: string): string;
  dated(date: string): string;
  insured(isDenied: boolean): string;
}

const PLAIN = ' $1 $2';

export const GROUNDING_LANGUAGES: readonly [GroundingLanguage, ...GroundingLanguage[]] = [
  {
    months: 'January February March April May June July August September October November December',
    ...{ dayMark: '', dateForm: PLAIN, group: ',', units: ['kilograms', 'tonnes', 'euros', 'dollars', 'days'] },
    quote: (name, date, amount, no) =>
      `On ${date} the firm of ${name} asked for ${amount}, and the delivery is ${no ? 'not ' : ''}insured.`,
    ordered: (name, amount) => `The firm of ${name} asked for ${amount}.`,
    dated: (date) => `The firm asked on ${date}.`,
    insured: (no) => `The delivery is ${no ? 'not ' : ''}insured.`,
  },
  {
    months: 'Januar Februar März April Mai Juni Juli August September Oktober November Dezember',
    ...{ dayMark: '.', dateForm: PLAIN, group: '.', units: ['Kilogramm', 'Tonnen', 'Euro', 'Dollar', 'Tage'] },
    quote: (name, date, amount, no) =>
      `Am ${date} hat die Firma ${name} ${amount} verlangt, und die Lieferung ist ${no ? 'nicht ' : ''}versichert.`,
    ordered: (name, amount) => `Die Firma ${name} hat ${amount} verlangt.`,
    dated: (date) => `Die Firma hat das am ${date} verlangt.`,
    insured: (no) => `Die Lieferung ist ${no ? 'nicht ' : ''}versichert.`,
  },
  {
    months: 'janvier février mars avril mai juin juillet août septembre octobre novembre décembre',
    ...{ dayMark: '', dateForm: PLAIN, group: '\u202f', units: ['kilogrammes', 'tonnes', 'euros', 'dollars', 'jours'] },
    quote: (name, date, amount, no) =>
      `Le ${date} la société ${name} a demandé ${amount}, et la livraison ${no ? "n'est pas" : 'est'} assurée.`,
    ordered: (name, amount) => `La société ${name} a demandé ${amount}.`,
    dated: (date) => `La société l'a demandé le ${date}.`,
    insured: (no) => `La livraison ${no ? "n'est pas" : 'est'} assurée.`,
  },
  {
    months: 'enero febrero marzo abril mayo junio julio agosto septiembre octubre noviembre diciembre',
    ...{
      dayMark: '',
      dateForm: ' de $1 de $2',
      group: '.',
      units: ['kilogramos', 'toneladas', 'euros', 'dólares', 'días'],
    },
    quote: (name, date, amount, no) =>
      `El ${date} la empresa ${name} pidió ${amount}, y la entrega ${no ? 'no ' : ''}está asegurada.`,
    ordered: (name, amount) => `La empresa ${name} pidió ${amount}.`,
    dated: (date) => `La empresa lo pidió el ${date}.`,
    insured: (no) => `La entrega ${no ? 'no ' : ''}está asegurada.`,
  },
  {
    months: 'gennaio febbraio marzo aprile maggio giugno luglio agosto settembre ottobre novembre dicembre',
    ...{ dayMark: '', dateForm: PLAIN, group: '.', units: ['chilogrammi', 'tonnellate', 'euro', 'dollari', 'giorni'] },
    quote: (name, date, amount, no) =>
      `Il ${date} la ditta ${name} ha chiesto ${amount}, e la consegna ${no ? 'non ' : ''}è assicurata.`,
    ordered: (name, amount) => `La ditta ${name} ha chiesto ${amount}.`,
    dated: (date) => `La ditta lo ha chiesto il ${date}.`,
    insured: (no) => `La consegna ${no ? 'non ' : ''}è assicurata.`,
  },
  {
    months: 'janeiro fevereiro março abril maio junho julho agosto setembro outubro novembro dezembro',
    ...{
      dayMark: '',
      dateForm: ' de $1 de $2',
      group: '.',
      units: ['quilogramas', 'toneladas', 'euros', 'dólares', 'dias'],
    },
    quote: (name, date, amount, no) =>
      `Em ${date} a empresa ${name} pediu ${amount}, e a entrega ${no ? 'não ' : ''}está segurada.`,
    ordered: (name, amount) => `A empresa ${name} pediu ${amount}.`,
    dated: (date) => `A empresa pediu em ${date}.`,
    insured: (no) => `A entrega ${no ? 'não ' : ''}está segurada.`,
  },
  {
    months: 'januari februari maart april mei juni juli augustus september oktober november december',
    ...{ dayMark: '', dateForm: PLAIN, group: '.', units: ['kilogram', 'ton', 'euro', 'dollar', 'dagen'] },
    quote: (name, date, amount, no) =>
      `Op ${date} heeft de firma ${name} ${amount} gevraagd, en de levering is ${no ? 'niet ' : ''}verzekerd.`,
    ordered: (name, amount) => `De firma ${name} heeft ${amount} gevraagd.`,
    dated: (date) => `De firma heeft het op ${date} gevraagd.`,
    insured: (no) => `De levering is ${no ? 'niet ' : ''}verzekerd.`,
  },
];
