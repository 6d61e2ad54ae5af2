/** Languages whose words are brought to their stems, by ISO 639-1. */
export const STEMMED_LANGUAGES = ['en', 'de', 'es', 'fr', 'it', 'nl', 'pt'] as const;
export type StemmedLanguage = (typeof STEMMED_LANGUAGES)[number];

/**
 * Words that carry no meaning of their own, by language: articles, pronouns, prepositions, auxiliaries, and the words by
 * which questions ask, because a passage that answers rarely asks. English: Lucene's list with such words; the others:
 * the most frequent of Snowball's lists, and words that ask.
 */
export const STOP_WORDS: Readonly<Record<StemmedLanguage, string>> = {
  en:
    'a an and are as at be but by for if in into is it no not of on or such that the their then there these they ' +
    'this to was will with do does did has have had been were can could may what which who whom whose when where ' +
    'why how i me my you your we our he she his her its from about',
  de:
    'der die das den dem des ein eine einer einem einen eines und oder aber als am an auf aus bei bis da damit dann ' +
    'dass daß du durch er es für hat hatte hatten haben habe ich ihr ihre ihrem ihren ihrer im in ist ja jede jedem ' +
    'jeden jeder jedes kann kein keine keinen können man mit muss nach nicht noch nur ob ohne sein seine seinem seinen ' +
    'seiner sich sie sind so über um unter uns vom von vor war waren was wenn wer wem wen werden wird wurde wurden ' +
    'wie wieviel viele wir wo wofür woher wohin womit warum wann weshalb welche welchem welchen welcher welches wessen ' +
    'zu zum zur zwischen bin bist sowie diese diesem diesen dieser dieses dies gegen hier wo sollen soll sollte',
  es:
    'a al algo ante antes aquel aquella cada como con contra cual cuál cuáles cuales cuando cuándo cuánto cuánta ' +
    'cuántos cuántas de del desde donde dónde adónde durante e el él ella ellas ellos en entre era eran es esa ese eso ' +
    'esta está este esto estos estas están fue fueron ha había han hasta hay la las le les lo los más me mi mientras ' +
    'muy no nos o otra otro para pero por porque qué que quien quién quiénes se ser si sí sido sin sobre son su sus ' +
    'también te tenía tiene tienen tu un una uno unos y ya yo',
  fr:
    'a ai au aux avait avec avaient avez avoir c ce ces cet cette chez comme comment combien d dans de des dont du elle ' +
    'elles en entre est et eu été être fait font il ils j je l la le les leur leurs lors lui m ma mais me mes mon n ne ' +
    'ni nos notre nous on ont ou où par pas plus pour pourquoi qu quand que quel quelle quelles quels qui quoi s sa ' +
    'sans se sera ses si son sont sous sur t ta te tes ton tu un une vers vos votre vous y était étaient à',
  it:
    'a ad agli ai al alla alle allo anche c che chi ci come con cosa cui d da dagli dai dal dalla dalle dallo de degli ' +
    'dei del della delle dello di dopo dove dov e ed era erano è gli ha hanno i il in io l la le lei lo loro lui ma ' +
    'mi ne negli nei nel nella nelle nello non noi nostro o per perché più qual quale quali quando quanta quante ' +
    'quanti quanto quello quella quelli questa queste questi questo se sei si sia sono stata stato su sua sue sugli ' +
    'sui sul sulla sulle sullo suo suoi tra tu un una uno v voi fu furono fra',
  nl:
    'aan al als bij dan dat de der deze die dit door dus een en er ge had hadden heb hebben heeft hem het hij hoe ' +
    'hoeveel hun ik in is je kan kunnen maar me meer men met mijn moet na naar niet niets nog nu of om omdat onder ' +
    'ons ook op over reeds te tegen tot u uit uw van veel voor waar waarom waarmee wanneer was waren wat we wel welk ' +
    'welke werd werden wie wij wordt worden zal ze zich zij zijn zo zonder zou tussen',
  pt:
    'a ao aos as até com como cada da das de dela dele deles do dos e é ela elas ele eles em entre era eram essa esse ' +
    'esta está estão este eu foi foram há isso isto já lhe mais mas me mesmo meu minha muito na nas nem no nos nossa ' +
    'nosso não num numa o onde os ou para pela pelas pelo pelos por porque porquê quais qual quando quanta quantas ' +
    'quanto quantos que quê quem se sem ser será seu seus sua suas são só também te tem têm tinha um uma você à às',
};
