// What pops and notifications say. Pages have their own words on the server; these must be here without it.
const TEXTS = {
  en: {
    ringing: 'Ringing', talking: 'On the line', held: 'On hold', withheld: 'Withheld number', test: 'Test', testLine: 'Your supervisor looks whether pops arrive. Nobody is calling.', crm: 'from the CRM', several: count => `${count} customers`, line: number => `line ${number}`, from: who => `transferred from ${who}`, about: who => `about ${who}`, open: 'Open card', dismiss: 'Dismiss',
    answeredBy: who => `Answered by ${who}`, more: count => `${count} more ${count === 1 ? 'call' : 'calls'}`,
    rings: who => `☎ ${who} – ringing`, says: (who, line) => `Incoming call: ${[who, line].filter(Boolean).join(', ')}`,
  },
  ru: {
    ringing: 'Звонит', talking: 'На линии', held: 'На удержании', withheld: 'Номер скрыт', test: 'Проверка', testLine: 'Старший проверяет, доходят ли уведомления. Никто не звонит.', crm: 'из CRM', several: count => `Клиентов: ${count}`, line: number => `линия ${number}`, from: who => `перевод от ${who}`, about: who => `по вопросу: ${who}`, open: 'Открыть карточку', dismiss: 'Скрыть',
    answeredBy: who => `Трубку взяли: ${who}`, more: count => `Ещё звонков: ${count}`,
    rings: who => `☎ ${who} – звонит`, says: (who, line) => `Входящий звонок: ${[who, line].filter(Boolean).join(', ')}`,
  },
};

/** The texts of a language; English where it is unknown. */
export const textsOf = language => TEXTS[language] ?? TEXTS.en;
