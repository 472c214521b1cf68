import type { Sentence, Template, TemplateIntent } from './template.ts';

/** The same answers in Spanish, with usted. Pure. */

const hello: Sentence = ['Hola {{firstName}}:', 'Hola:'];
const hi: Sentence = ['Hola {{firstName}}.', 'Hola.'];
const sign: Sentence = ['{{signature}}'];

const email = (intent: TemplateIntent, subject: Sentence, ...paragraphs: Sentence[][]): Template => ({
  intent, language: 'es', kind: 'email', subject, body: [[hello], ...paragraphs, [sign]],
});
const chat = (intent: TemplateIntent, ...sentences: Sentence[]): Template => ({
  intent, language: 'es', kind: 'chat', subject: null, body: [[hi, ...sentences, ['– {{signature}}']]],
});

export const templatesEs: readonly Template[] = [
  email('viewing', ['Visita a {{property}}', 'Su visita'],
    [['Gracias por escribir. Con gusto le muestro {{property}}.', 'Gracias por escribir. Con gusto le organizo una visita.']],
    [['Voy a consultar si {{day}} es posible y le confirmo la hora antes de que cuente con ella.', '¿Qué dos o tres horarios le convienen en los próximos días? Los consulto y le confirmo uno.'], ['¿Quién vendrá con usted y a qué número le llamo ese día?']]),
  chat('viewing', ['Con gusto le muestro {{property}}.', 'Con gusto le organizo una visita.'], ['Consulto si {{day}} es posible y le confirmo la hora.', '¿Qué dos o tres horarios le convienen? Los consulto y le confirmo uno.']),
  email('offer', ['Su oferta por {{property}}', 'Su oferta'],
    [['Gracias. Con gusto le ayudo a preparar una oferta por {{property}}.', 'Gracias. Con gusto le ayudo a preparar una oferta.']],
    [['Para prepararla necesito cuatro datos: el precio, la forma de pago (con la carta de preaprobación o el comprobante de fondos), la fecha de cierre que desea y las condiciones, por ejemplo una inspección.']],
    [['¿Podemos hablar hoy por teléfono para revisar los términos antes de firmar nada?']]),
  chat('offer', ['Con gusto le ayudo con una oferta por {{property}}.', 'Con gusto le ayudo con una oferta.'], ['¿Podemos hablar hoy por teléfono para revisar precio, pago, fecha y condiciones?']),
  email('price', ['Precio de {{property}}', 'Su pregunta sobre el precio'],
    [['Gracias por preguntar. El precio de {{property}} es {{price}}.', 'Gracias por preguntar por {{property}}. Confirmo el precio actual y se lo envío.', 'Gracias por preguntar. ¿A qué propiedad se refiere? Le envío su precio actual.'], ['La cuota de mantenimiento es {{hoa}}.', '']],
    [['Si le sirve, puedo enviarle un desglose de los costos mensuales u organizar una visita.']]),
  chat('price', ['El precio de {{property}} es {{price}}.', 'Confirmo el precio actual de {{property}} y se lo envío.', '¿A qué propiedad se refiere? Le envío el precio actual.'], ['La cuota de mantenimiento es {{hoa}}.', ''], ['¿Le gustaría verla?']),
  email('availability', ['¿Sigue disponible {{property}}?', 'Su pregunta'],
    [['Gracias por preguntar por {{property}}. Hoy mismo consulto si sigue disponible y le escribo en cualquier caso.', 'Gracias por preguntar. ¿A qué propiedad se refiere? Hoy mismo consulto si sigue disponible.']],
    [['Si lo está, ¿quiere que organice una visita?']]),
  chat('availability', ['Hoy consulto si {{property}} sigue disponible y le aviso en cualquier caso.', '¿A qué propiedad se refiere? Hoy consulto si sigue disponible.'], ['¿Le gustaría verla si lo está?']),
  email('financing', ['Financiamiento de {{property}}', 'Su pregunta sobre el financiamiento'],
    [['Gracias por su pregunta sobre el financiamiento.', ''], ['El precio de {{property}} es {{price}}.', '']],
    [['Las cifras exactas tiene que dárselas un prestamista, porque dependen de su situación. Puedo enviarle los nombres de varios de la zona para comparar; la elección es suya.']],
    [['¿Ya tiene una preaprobación o prefiere primero esos nombres?']]),
  chat('financing', ['Las cifras exactas las da un prestamista; puedo enviarle varios nombres de la zona para comparar.'], ['¿Ya tiene una preaprobación?']),
  email('valuation', ['Lo que podría valer su casa', 'Su valuación'],
    [['Gracias por preguntar. Una cifra justa sale de las ventas recientes de la zona y de ver la casa.']],
    [['Si me envía la dirección, el año de las obras mayores y un buen momento para una visita corta, le preparo una comparación.']]),
  chat('valuation', ['Le preparo una comparación con ventas recientes de la zona.'], ['¿Me envía la dirección y las obras mayores de los últimos años?']),
  email('selling', ['La venta de su casa', 'La venta de su casa'],
    [['Gracias por pensar en nosotros para la venta.']],
    [['Un buen primer paso es una visita corta: veo la casa, le muestro ventas recientes de la zona y hablamos de los plazos, sin compromiso.']],
    [['¿Qué días le convienen y cuál es la dirección?']]),
  chat('selling', ['Un buen primer paso es una visita corta y ver ventas recientes de la zona, sin compromiso.'], ['¿Qué días le convienen y cuál es la dirección?']),
  email('reschedule', ['Nuestra cita', 'Nuestra cita'],
    [['Gracias por avisar, no hay ningún problema.'], ['Consulto si {{day}} es posible y se lo confirmo.', '¿Qué otros dos o tres horarios le convienen? Le confirmo uno.']]),
  chat('reschedule', ['No hay problema, gracias por avisar.'], ['Consulto si {{day}} es posible y le confirmo.', '¿Qué otros horarios le convienen?']),
  email('question', ['Sobre {{property}}', 'Su pregunta'],
    [['Gracias por su pregunta sobre {{property}}.', 'Gracias por su pregunta.'], ['Lo averiguo y le escribo con una respuesta segura.']],
    [['¿Hay algo más que quiera que consulte al mismo tiempo?']]),
  chat('question', ['Gracias por escribir. Lo averiguo y le escribo.']),
  email('not_interested', ['Gracias', 'Gracias'],
    [['Gracias por avisarme, queda anotado.']],
    [['Si cambian sus planes, basta un mensaje corto. Le deseo lo mejor.']]),
  chat('not_interested', ['Gracias por avisarme, queda anotado.'], ['Si cambian sus planes, escríbame.']),
  email('other', ['Su mensaje', 'Su mensaje'],
    [['Gracias por su mensaje.']],
    [['Para ayudarle con lo que necesita: ¿se trata de {{property}} o de otra cosa?', 'Para ayudarle con lo que necesita: ¿busca comprar, vender, o tiene una pregunta sobre una propiedad?']]),
  chat('other', ['Gracias por su mensaje.'], ['¿Se trata de {{property}} o de otra cosa?', '¿Busca comprar, vender, o es sobre una propiedad?']),
  email('clarify', ['¿Dejamos de escribirle?', '¿Dejamos de escribirle?'],
    [['Quiero respetar lo que desea y quizá leí mal su último mensaje.']],
    [['¿Quiere que dejemos de contactarle? Responda BAJA y no volverá a saber de nosotros por ningún medio. Si quiso decir otra cosa, dígame qué le conviene.']]),
  chat('clarify', ['Quizá leí mal: ¿quiere que dejemos de contactarle?'], ['Responda BAJA y no volverá a saber de nosotros. Si quiso decir otra cosa, dígame qué le conviene.']),
];
