"""What people call things in English and in Spanish, one meaning a line: the words of the vendor, and of call centres.

The vendor's manager is in Spanish and its field names are in English, so whoever looks for `llamadas abandonadas` and
whoever looks for `lost calls` want the same report. Plurals and endings of gender need no entry: search folds them.
"""

__all__ = ["MEANINGS"]

_LINES = """
abandon, abandoned, abandonment, lost, lose, missed = abandonada, abandono, perdida
activity = actividad
activity code, code, coded, codify, typify, typification, disposition, cod act
    = tipificacion, tipificar, codigo de actividad, codificar
add, insert, load = agregar, anadir, insertar, cargar, ingresar
address = direccion
aht, average handle time, handling time = tmo, tiempo medio de operacion
acw, wrap up, after call work = trabajo posterior
agent, advisor, operator = agente, asesor, operador
allow, allowed = permitir, permitida
alert, notification = alerta, notificacion
amount, quantity = cantidad
analyst, evaluator = analista, evaluador, monitor
analytics, analysis = analitica, analisis
answer = respuesta
answered, served = contestada, atendida, respondida
answering machine, amd, machine, voicemail, voice mail = contestador, maquina, buzon
assistant, copilot, wizard = asistente, copiloto
attempt, try = intento
attribute = atributo
audio, sound = sonido
audit, audit log = auditoria, bitacora
average, mean = promedio, media
billing, invoice, consumption, usage, use = facturacion, factura, consumo, uso
block, blocked = bloquear, bloqueada
asa, average speed of answer = velocidad de respuesta
break, pause, auxiliary, aux = pausa, descanso, auxiliar
bucket, range, interval = rango, intervalo, franja
busy = ocupada
call = llamada, llamar
call back, callback, recall, redial, reschedule = rellamada, rellamar, devolucion, agendar, reagendar, remarcar
campaign = campana
change, edit, modify, set = cambiar, editar, modificar
channel = canal
character = caracter
chat, conversation = conversacion
chatbot, bot = robot
choice, option, menu option = opcion
city = ciudad
close, closed, finished, end = cerrada, cierre, finalizada, terminada
clear, delete, remove = borrar, eliminar, vaciar, quitar
comment, note = comentario, observacion
component = componente
conference = conferencia
connected = conectada
connector = conector
contact center, call center, call centre = centro de contacto
cost, price = costo, coste, precio, valor
country = pais
create, make, new = crear, nueva
customer, client = cliente
date = fecha
day, daily = dia, diario
detail, detailed = detalle, detallado
dial, dialer, dialler, dialing, dialling = marcar, marcacion, marcador, discar
disable, deactivate = desactivar, deshabilitar, inhabilitar
disconnected, unconnected, not connected = no conectada, no contactada
do not call, dnc, blacklist, black list = no llamar, lista negra
document, id card, identification = cedula, documento, identificacion
download, export = descargar, exportar, descarga
duration, length, handle time = duracion
email, mail = correo
enable, activate = activar, habilitar
error, failure, failed = fallo, fallida
evaluation = evaluacion
event = evento
file = archivo, fichero
filter = filtro, filtrar
find, search, look up = buscar, busqueda, encontrar, consultar
flow, diagram, studio, routing point, routing = flujo, diagrama, punto de enrutamiento, enrutamiento
form, agent script, script = formulario, guion
free, release = liberar
gamification, game = gamificacion, juego
good = buena
greeting = saludo
group = grupo, equipo
hang up, hung up = colgar, cuelgue, colgo, cuelga
hit = acceso
hold = retenida, retencion
hour, hourly = hora
inbound, incoming = entrante
interaction = interaccion
kpi, indicator = indicador
language = idioma
latency, network = latencia, red
law, law2300, law 2300 = ley
lead, record, contact = registro, contacto, prospecto
licence, license = licencia
list = lista, listar
load = carga
login, log in, logout, log out, session = inicio de sesion, conexion, desconexion, sesion, ingreso, cierre de sesion
message = mensaje
minute = minuto
month, monthly = mes, mensual
mute = silenciar, mudo
name = nombre
now, live, real time, current = ahora, actual, en vivo, tiempo real, en linea
number, phone, telephone, tel = numero, telefono
operation = operacion
outbound, outgoing = saliente
password = contrasena, clave
percent, percentage, share = porcentaje, porciento
phrase = frase
predictive = predictivo
preview = vista previa
privacy, restricted = privado, restringido
productivity, performance = productividad, rendimiento, desempeno
public = publico
quality, quality control = calidad
queue, waiting line = cola, fila
question = pregunta
quota, limit, token usage, token info = cuota, limite, cupo
rated, rating, score, grade = calificacion, calificada, puntaje, nota
ready, available = disponible, listo
recording, rec, audio file = grabacion, grabada
report = reporte, informe
result, outcome = resultado
save, storage, store = almacenamiento, guardar, almacenar
schedule, scheduled = programar, programada, agenda
screen = pantalla
second, seconds = segundo
send, sent = enviar, envio, enviada
sentiment, feeling = sentimiento
server = servidor
service = servicio
service level, sla = nivel de servicio, nivel de atencion
service level = ans
silence = silencio
skill = habilidad
slow = lento
speed = velocidad
speech analytics, speech, voice analytics = analitica de voz, analisis de voz, habla
spoken, voice, tts, text to speech, asr, speech recognition = voz, texto a voz, reconocimiento de voz
start = iniciar, inicio, arrancar
state, status = estado
stop = detener, parar
supervisor, manager = gerente, jefe
survey = encuesta
sync, synchronize, synchronise = sincronizar
template = plantilla
text = texto
time = tiempo, hora
today = hoy
total, sum, summary = totales, suma, resumen, consolidado
transfer, transferred = transferencia, transferida, transferir
transcript, transcription = transcripcion
trunk, dnis = troncal
type = tipo
unanswered, not answered, no answer = no contestada, no contesta, sin respuesta
uncoded, without code = sin tipificar, sin codigo
upload = subir
user = usuario
utility = utilidad
video, video call = videollamada
wait, waiting = espera, esperar
whatsapp, wp = wasap, guasap
workforce, wfm, staffing = fuerza laboral, dimensionamiento
"""


def _terms(side: str) -> list[str]:
    return [term.strip() for term in side.split(",")]


def _meanings(lines: str) -> tuple[tuple[str, ...], ...]:
    """Return one tuple of words a line; a line that begins with blanks goes on with the one before."""
    joined = lines.strip().replace("\n    ", " ").splitlines()
    return tuple(tuple(term for side in line.split("=") for term in _terms(side)) for line in joined)


# Each is one meaning: a tuple of words and short phrases, English and Spanish, without accents.
MEANINGS = _meanings(_LINES)
