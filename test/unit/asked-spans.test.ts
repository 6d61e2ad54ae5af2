import { describe, expect, it } from 'vitest';
import { askedSpans } from '#shared/domain/asked-spans.ts';
import { monthsOf } from '#shared/domain/month-span.ts';
import type { Period } from '#shared/domain/named-period.ts';

const FOREVER = Number.POSITIVE_INFINITY;
const since = (period: Period) => ({ first: monthsOf(period).first, last: FOREVER });
const behind = (period: Period) => ({ first: monthsOf(period).last + 1, last: FOREVER });
const until = (period: Period) => ({ first: -FOREVER, last: monthsOf(period).last });
const ahead = (period: Period) => ({ first: -FOREVER, last: monthsOf(period).first - 1 });
const range = (from: Period, to: Period) => ({ first: monthsOf(from).first, last: monthsOf(to).last });

const Y2019 = { year: 2019 };
const Y2021 = { year: 2021 };
const MAY = { year: 2024, month: 5 };
const Q3 = { year: 2023, quarter: 3 };

describe('the months that a question asks about', () => {
  it.each([
    'By how much have emissions fallen since 2019?',
    'What was paid since the beginning of 2019?',
    'What was paid from 2019 on?',
    'From fiscal year 2019 on, what was paid?',
    'What was paid from 2019 onwards?',
    'What was paid in 2019 and later?',
    'What was paid starting in 2019?',
    'What was paid after the start of 2019?',
    'Um wie viel sind die Emissionen seit 2019 gefallen?',
    'Was wird ab dem Geschäftsjahr 2019 gezahlt?',
    'Was wird von 2019 an gezahlt?',
    '¿Cuánto ha bajado desde 2019?',
    '¿Qué se paga a partir del año 2019?',
    '¿Qué se paga de 2019 en adelante?',
    'De combien ont-elles baissé depuis 2019 ?',
    'Que paie-t-on depuis le début de l’année 2019 ?',
    'Quanto è sceso dal 2019?',
    'Quanto caiu desde 2019?',
    'Hoeveel is het gedaald sinds 2019?',
    '2019年以来下降了多少？',
  ])('are open to later: "%s"', (question) => {
    expect(askedSpans(question)).toEqual([since(Y2019)]);
  });

  it.each([
    'What was decided after 2019?',
    'Was wurde nach 2019 beschlossen?',
    '¿Qué se decidió después de 2019?',
    'Qu’a-t-on décidé après 2019 ?',
    '2019年之后决定了什么？',
  ])('begin behind the period: "%s"', (question) => {
    expect(askedSpans(question)).toEqual([behind(Y2019)]);
  });

  it.each([
    'What was paid until 2019?',
    'What is the goal by the end of 2019?',
    'What was paid in 2019 or earlier?',
    'Was wurde bis Ende 2019 gezahlt?',
    '¿Qué se pagó hasta 2019?',
    'Qu’a-t-on payé jusqu’en 2019 ?',
    'Quel est le but d’ici 2019 ?',
    'What was paid before the end of 2019?',
    '截至2019年为止付了多少？',
  ])('are open to earlier: "%s"', (question) => {
    expect(askedSpans(question)).toEqual([until(Y2019)]);
  });

  it.each([
    'What was paid before 2019?',
    'Was wurde vor 2019 gezahlt?',
    '¿Qué se pagó antes de 2019?',
    'Qu’a-t-on payé avant 2019 ?',
    '2019年以前付了多少？',
  ])('end before the period: "%s"', (question) => {
    expect(askedSpans(question)).toEqual([ahead(Y2019)]);
  });

  it.each([
    'What was paid from 2019 to 2021?',
    'What was paid between 2019 and 2021?',
    'What was paid in 2019-2021?',
    'What was paid since 2019 and until 2021?',
    'What was paid until 2021, since 2019?',
    'Was wurde von 2019 bis 2021 gezahlt?',
    'Was wurde zwischen Anfang 2019 und Ende 2021 gezahlt?',
    '¿Qué se pagó desde 2019 hasta 2021?',
    '¿Qué se pagó entre 2019 y 2021?',
    'Qu’a-t-on payé de 2019 à 2021 ?',
    '2019年至2021年付了多少？',
  ])('are those from one to the other: "%s"', (question) => {
    expect(askedSpans(question)).toEqual([range(Y2019, Y2021)]);
  });

  it('are told by quarters and months, and a day is within its month', () => {
    expect(askedSpans('revenue since the third quarter of 2023')).toEqual([since(Q3)]);
    expect(askedSpans('revenue after Q3 2023')).toEqual([behind(Q3)]);
    expect(askedSpans('minutes before May 2024')).toEqual([ahead(MAY)]);
    expect(askedSpans('minutes before 5 May 2024')).toEqual([until(MAY)]);
    expect(askedSpans('minutes after 5 May 2024')).toEqual([since(MAY)]);
  });

  it.each([
    ['What was revenue in 2019?', [Y2019]],
    ['What does the report from 2019 on emissions say?', [Y2019]],
    ['What was paid at the beginning of 2019?', [Y2019]],
    ['Compare 2019 and 2021.', [Y2019, Y2021]],
    ['Compare Q3 2023 to May 2024.', [Q3, MAY]],
    ['What was paid in 2021, and what from that to 2019?', [Y2021, Y2019]],
    ['Since when is there a hall?', []],
  ])('are those of each period where nothing opens it: "%s"', (question, periods) => {
    expect(askedSpans(question)).toEqual(periods.map(monthsOf));
  });

  it('are both where one is open to earlier and one to later without a month between them', () => {
    expect(askedSpans('What was paid before 2019 or after 2021?')).toEqual([ahead(Y2019), behind(Y2021)]);
  });

  it('are no range from the later to the earlier', () => {
    expect(askedSpans('from 2021 to 2019')).toEqual([monthsOf(Y2021), monthsOf(Y2019)]);
  });
});
