// The page of a mark: camera, position, and the queue that keeps a mark until the server has answered.
(() => {
  'use strict';

  const main = document.querySelector('main.mark');
  const facts = JSON.parse(main.dataset.facts);
  const language = document.documentElement.lang;
  const csrf = JSON.parse(document.body.getAttribute('hx-headers') || '{}');
  const MARKS = '/api/v1/attendance/marks';
  const POSITION_PATIENCE = 20_000;
  const RESEND_EVERY = 30_000;
  const KEEP_FOR = 72 * 3_600_000;
  const PICTURE_SIDE = Math.min(960, facts.maxSide);

  const one = (selector, inside = main) => inside.querySelector(selector);
  const words = Object.fromEntries([...main.querySelectorAll('[data-say]')].map(li => [li.dataset.say, li.textContent]));
  const say = (word, fields = {}) => (words[word] || '').replace(/\{(\w+)\}/g, (all, name) => fields[name] ?? all);

  const name = (mode, kind) => say(`${mode === 'ON_DUTY' ? 'duty' : 'kind'}.${kind}`);

  // The server's clock; what the device believes is sent beside it, and the server corrects.
  const offset = facts.now - Date.now();
  const format = options => new Intl.DateTimeFormat(language, {timeZone: facts.zone, ...options});
  const dateAndTime = format({day: 'numeric', month: 'long', year: 'numeric', hour: '2-digit', minute: '2-digit', second: '2-digit', hourCycle: 'h23'});
  const clock = format({hour: '2-digit', minute: '2-digit', hourCycle: 'h23'});
  const metres = m => m < 1000
    ? new Intl.NumberFormat(language, {style: 'unit', unit: 'meter', maximumFractionDigits: 0}).format(m)
    : new Intl.NumberFormat(language, {style: 'unit', unit: 'kilometer', maximumFractionDigits: 1}).format(m / 1000);

  const show = step => {
    for (const section of main.querySelectorAll('[data-step]')) section.hidden = section.dataset.step !== step;
    one(`[data-step="${step}"] [tabindex]`)?.focus();
    window.scrollTo(0, 0);
  };
  const note = (element, text, tone) => {
    element.hidden = !text;
    element.textContent = text || '';
    if (tone) element.dataset.tone = tone;
  };

  // ——— where ———

  const position = {watch: null, best: null, trouble: null, since: 0};

  function watchPosition() {
    Object.assign(position, {best: null, trouble: null, since: Date.now()});
    if (!navigator.geolocation || !window.isSecureContext) {
      position.trouble = 'positionUnavailable';
      return;
    }
    stopPosition();
    position.watch = navigator.geolocation.watchPosition(
      fix => {
        const {best} = position;
        const better = !best || fix.coords.accuracy <= best.coords.accuracy || fix.timestamp - best.timestamp > 60_000;
        if (better) position.best = fix;
        position.trouble = null;
        showPosition();
      },
      error => {
        position.trouble = error.code === error.PERMISSION_DENIED ? 'positionDenied' : 'positionUnavailable';
        showPosition();
      },
      {enableHighAccuracy: true, maximumAge: 0, timeout: POSITION_PATIENCE});
    setTimeout(showPosition, POSITION_PATIENCE + 100);
  }

  function stopPosition() {
    if (position.watch !== null) navigator.geolocation.clearWatch(position.watch);
    position.watch = null;
  }

  function distance({latitude, longitude}) {
    const radians = degrees => degrees * Math.PI / 180;
    const {point} = facts;
    const sinPhi = Math.sin(radians(point.latitude - latitude) / 2);
    const sinLambda = Math.sin(radians(point.longitude - longitude) / 2);
    const a = sinPhi ** 2 + Math.cos(radians(latitude)) * Math.cos(radians(point.latitude)) * sinLambda ** 2;
    return 2 * 6_371_008.8 * Math.asin(Math.min(1, Math.sqrt(a)));
  }

  function showPosition() {
    const preview = one('[data-step="preview"]');
    if (preview.hidden) return;
    const where = one('[data-where]', preview);
    const remark = one('[data-position-note]', preview);
    const confirm = one('[data-confirm]', preview);
    const {best, trouble, since} = position;
    const fenced = mark.mode === 'SELF' || mark.mode === 'SCHOOL_ADMIN';
    confirm.disabled = false;
    confirm.classList.remove('outline');
    if (mark.mode === 'OFF_PORTAL') { // no fence there
      note(remark, '');
      return;
    }
    if (best) {
      const accuracy = metres(best.coords.accuracy);
      if (!facts.point || !fenced) {
        where.textContent = say('accuracy', {accuracy});
        note(remark, fenced ? say('noPoint') : '', 'wait');
        return;
      }
      const far = distance(best.coords);
      const beyond = far > facts.radiusMetres;
      const shown = metres(beyond ? Math.max(far, facts.radiusMetres + 1) : far); // who is outside is never shown on the fence
      where.textContent = `${shown} (${say('accuracy', {accuracy})})`;
      if (far - best.coords.accuracy > facts.radiusMetres) {
        note(remark, say('outside', {distance: shown, radius: metres(facts.radiusMetres)}), 'bad');
        confirm.classList.add('outline');
      } else if (beyond || best.coords.accuracy > facts.goodAccuracyMetres) {
        note(remark, say('poor', {accuracy}), 'wait');
      } else {
        note(remark, say('nearby', {radius: metres(facts.radiusMetres)}), 'good');
      }
    } else if (trouble || Date.now() - since > POSITION_PATIENCE) {
      where.textContent = '–';
      note(remark, say(trouble || 'positionSlow'), 'wait');
    } else {
      where.textContent = say('finding');
      note(remark, '');
      confirm.disabled = true;
    }
  }

  // ——— the picture ———

  const video = one('video');
  let stream = null;

  async function openCamera() {
    const shutter = one('[data-shutter]');
    cameraTrouble('');
    shutter.disabled = true;
    show('camera');
    if (!navigator.mediaDevices?.getUserMedia) {
      cameraTrouble(say('insecure'));
      return;
    }
    try {
      const facingMode = facts.mode === 'SCHOOL_ADMIN' ? 'environment' : 'user';
      const opened = await navigator.mediaDevices.getUserMedia({
        audio: false, video: {facingMode, width: {ideal: 1280}, height: {ideal: 960}}});
      if (one('[data-step="camera"]').hidden) {
        for (const track of opened.getTracks()) track.stop();
        return;
      }
      stream = opened;
      video.srcObject = stream;
      video.classList.toggle('mirrored', facingMode === 'user');
      await video.play();
      shutter.disabled = false;
      shutter.focus();
    } catch (error) {
      const word = {NotAllowedError: 'cameraDenied', SecurityError: 'cameraDenied', NotReadableError: 'cameraBusy', AbortError: 'cameraBusy'}[error.name];
      cameraTrouble(say(word || 'cameraMissing'));
    }
  }

  function cameraTrouble(text) {
    note(one('[data-camera-trouble]'), text);
    for (const part of ['[data-view]', '[data-shutter]']) one(part).hidden = Boolean(text);
    one('[data-camera-again]').hidden = !text;
  }

  function closeCamera() {
    for (const track of stream?.getTracks() || []) track.stop();
    stream = null;
    video.srcObject = null;
  }

  async function takePicture() {
    const scale = Math.min(1, PICTURE_SIDE / Math.max(video.videoWidth, video.videoHeight));
    const canvas = document.createElement('canvas');
    canvas.width = Math.round(video.videoWidth * scale);
    canvas.height = Math.round(video.videoHeight * scale);
    canvas.getContext('2d').drawImage(video, 0, 0, canvas.width, canvas.height);
    for (const quality of [0.8, 0.6, 0.4, 0.2]) {
      const picture = await new Promise(done => canvas.toBlob(done, 'image/jpeg', quality));
      if (picture && picture.size <= facts.maxBytes) return picture;
    }
    return null;
  }

  // ——— one mark, from the first tap to the answer ———

  let mark = null;

  function begin(kind, mode) {
    mark = {id: newId(), kind, mode, capturedAt: null, photo: null};
    if (mode === 'OFF_PORTAL') position.best = null;
    else watchPosition();
    if (kind === 'IN' && facts.photoRequired && mode !== 'ON_DUTY') openCamera();
    else preview();
  }

  function preview() {
    const section = one('[data-step="preview"]');
    mark.capturedAt = Date.now();
    const title = name(mark.mode, mark.kind);
    one('[data-kind]', section).textContent = title;
    one('[data-when]', section).textContent = dateAndTime.format(mark.capturedAt + offset);
    one('[data-picture]', section).hidden = !mark.photo;
    one('[data-place]', section).hidden = mark.mode === 'OFF_PORTAL';
    if (mark.photo) {
      const image = one('img', section);
      if (image.src) URL.revokeObjectURL(image.src);
      image.src = URL.createObjectURL(mark.photo);
    }
    const retake = one('[data-retake]', section);
    retake.hidden = !mark.photo;
    retake.textContent = say('retake');
    one('[data-confirm]', section).textContent = say(mark.kind === 'IN' ? 'confirmIn' : 'confirmOut', {kind: title});
    show('preview');
    showPosition();
  }

  async function confirm() {
    const button = one('[data-confirm]');
    const others = main.querySelectorAll('[data-step="preview"] .pair button');
    for (const each of [button, ...others]) each.disabled = true;
    button.setAttribute('aria-busy', 'true');
    button.textContent = say('sending');
    stopPosition();
    const {best} = position;
    const body = {
      id: mark.id,
      employeeCode: facts.employeeCode,
      kind: mark.kind,
      mode: mark.mode,
      capturedAt: new Date(mark.capturedAt).toISOString(),
      position: best && {
        latitude: best.coords.latitude,
        longitude: best.coords.longitude,
        accuracyMetres: best.coords.accuracy,
        fixAgeSeconds: Math.max(0, Math.round((mark.capturedAt - best.timestamp) / 1000))},
      deviceId: deviceId()};
    const item = {id: mark.id, login: facts.login, body, photo: mark.photo && await mark.photo.arrayBuffer(), at: mark.capturedAt};
    await keep(item);
    const answer = await send(item);
    button.removeAttribute('aria-busy');
    for (const each of others) each.disabled = false;
    if (answer.settled) await forget(item.id);
    showAnswer(item, answer);
    showQueue();
  }

  function showAnswer(item, answer) {
    const section = one('[data-step="done"]');
    const receipt = one('[data-receipt]', section);
    const reasons = one('[data-reasons]', section);
    const article = one('article', section);
    reasons.replaceChildren();
    receipt.hidden = true;
    const outcome = (tone, title, text) => {
      article.dataset.tone = tone;
      one('[data-outcome]', section).textContent = title;
      one('[data-words]', section).textContent = text || '';
    };
    if (answer.recorded) {
      const {recorded} = answer;
      const accepted = recorded.verdict === 'ACCEPTED';
      const kind = name(item.body.mode, recorded.kind);
      outcome(accepted ? 'good' : 'wait', kind, say(accepted ? 'accepted' : 'toBeConfirmed'));
      for (const reason of recorded.reasons) {
        const line = document.createElement('li');
        line.textContent = say(`reason.${reason}`) || say('otherReason', {reason});
        reasons.append(line);
      }
      one('[data-number]', receipt).textContent = recorded.receipt;
      one('[data-when]', receipt).textContent = dateAndTime.format(Date.parse(recorded.recordedAt));
      one('[data-distance]', receipt).hidden = recorded.distanceMetres == null;
      if (recorded.distanceMetres != null) one('[data-where]', receipt).textContent = metres(recorded.distanceMetres);
      receipt.hidden = false;
    } else if (answer.problem) {
      outcome('bad', answer.problem.title || say('refused'), answer.problem.detail);
    } else {
      const word = answer.login ? 'loginAgain' : 'queued';
      outcome('wait', say('unsent'), say(unkept.has(item.id) ? `${word}Unkept` : word));
    }
    show('done');
  }

  /** {recorded} or {problem}: the server has spoken; neither: it has not, and the mark stays in the queue. */
  async function send(item) {
    const form = new FormData();
    const body = {...item.body, sentAt: new Date().toISOString()};
    form.append('mark', new Blob([JSON.stringify(body)], {type: 'application/json'}));
    if (item.photo) form.append('photo', new Blob([item.photo], {type: 'image/jpeg'}), 'photo.jpg');
    const patience = new AbortController();
    const timer = setTimeout(() => patience.abort(), 45_000);
    try {
      const response = await fetch(MARKS, {
        method: 'POST', body: form, credentials: 'same-origin', signal: patience.signal,
        headers: {...csrf, Accept: 'application/json', 'Accept-Language': language}});
      if (response.ok) return {settled: true, recorded: await response.json()};
      if (response.status === 401 || response.status === 403) return {login: true};
      if (response.status === 408 || response.status === 429 || response.status >= 500) return {};
      return {settled: true, problem: await response.json().catch(() => ({}))};
    } catch (unreachable) {
      return {};
    } finally {
      clearTimeout(timer);
    }
  }

  // ——— the queue ———

  const queue = new Promise(resolve => {
    if (!window.indexedDB) return resolve(null);
    const opening = indexedDB.open('panjika', 1);
    opening.onupgradeneeded = () => opening.result.createObjectStore('marks', {keyPath: 'id'});
    opening.onsuccess = () => resolve(opening.result);
    opening.onerror = () => resolve(null);
  }).catch(() => null);

  async function inQueue(access, work) {
    const database = await queue;
    if (!database) return undefined;
    return new Promise(resolve => {
      const transaction = database.transaction('marks', access);
      const request = work(transaction.objectStore('marks'));
      transaction.oncomplete = () => resolve(request.result);
      transaction.onerror = transaction.onabort = () => resolve(undefined);
    }).catch(() => undefined);
  }

  // Where the browser keeps nothing, a mark lives as long as this page, and the page says so.
  const unkept = new Map();

  async function keep(item) {
    if (await inQueue('readwrite', marks => marks.put(item)) === undefined) unkept.set(item.id, item);
  }

  async function forget(id) {
    unkept.delete(id);
    await inQueue('readwrite', marks => marks.delete(id));
  }

  async function mine() {
    const kept = await inQueue('readonly', marks => marks.getAll());
    return [...kept || [], ...unkept.values()].filter(item => item.login === facts.login);
  }

  /** Says, over whatever step is shown, that a mark which had waited will not count. */
  function sayLost(item, why) {
    const line = document.createElement('p');
    const whose = item.body.employeeCode === item.login ? '' : `${item.body.employeeCode}, `;
    line.textContent = `${whose}${name(item.body.mode, item.body.kind)}, ${dateAndTime.format(item.at + offset)}: ${why}`;
    const lost = one('[data-lost]');
    lost.append(line);
    lost.hidden = false;
  }

  let resending = false;

  async function resend() {
    if (resending) return;
    resending = true;
    let recorded = false;
    try {
      for (const item of await mine()) {
        if (item.id === mark?.id && !one('[data-step="preview"]').hidden) continue; // being sent by hand
        if (Date.now() - item.at > KEEP_FOR) {
          await forget(item.id);
          sayLost(item, say('expired'));
          continue;
        }
        const answer = await send(item);
        if (!answer.settled) break;
        await forget(item.id);
        if (item.id === mark?.id) showAnswer(item, answer);
        else if (answer.recorded) recorded = true;
        else sayLost(item, answer.problem.detail || say('refused'));
      }
    } finally {
      resending = false;
      showQueue();
    }
    if (recorded && !one('[data-step="day"]').hidden && one('[data-lost]').hidden && !unkept.size) location.reload();
  }

  async function showQueue() {
    const waiting = await mine();
    note(one('[data-queue]'), waiting.length ? say('waiting', {count: waiting.length}) : '', 'wait');
  }

  // ——— the rest ———

  function newId() {
    if (crypto.randomUUID) return crypto.randomUUID();
    const b = crypto.getRandomValues(new Uint8Array(16));
    b[6] = b[6] & 0x0f | 0x40;
    b[8] = b[8] & 0x3f | 0x80;
    return [...b].map((octet, i) => ([4, 6, 8, 10].includes(i) ? '-' : '') + octet.toString(16).padStart(2, '0')).join('');
  }

  function deviceId() {
    try {
      if (!localStorage.getItem('panjika.device')) localStorage.setItem('panjika.device', newId());
      return localStorage.getItem('panjika.device');
    } catch (noStorage) {
      return null;
    }
  }

  for (const button of main.querySelectorAll('[data-mark]')) {
    button.addEventListener('click', () => begin(button.dataset.mark, button.dataset.mode || facts.mode));
  }
  for (const button of main.querySelectorAll('[data-cancel]')) {
    button.addEventListener('click', () => {
      closeCamera();
      stopPosition();
      mark = null;
      show('day');
    });
  }
  one('[data-shutter]').addEventListener('click', async () => {
    const picture = await takePicture();
    if (!picture) return;
    mark.photo = picture;
    closeCamera();
    preview();
  });
  for (const again of ['[data-retake]', '[data-camera-again]']) one(again).addEventListener('click', openCamera);
  one('[data-confirm]').addEventListener('click', confirm);
  window.addEventListener('online', resend);
  window.addEventListener('pagehide', closeCamera);
  setInterval(resend, RESEND_EVERY);
  setInterval(() => { one('[data-clock]').textContent = clock.format(Date.now() + offset); }, 5_000);
  resend();
})();
