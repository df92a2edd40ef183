// Page through books with epub.js and foliate-js in headless Chromium: to the end, without an error on the console,
// every word of every file shown. Prints a line a book and reader; exit 1 if one of them is not so.

import { once } from 'node:events'
import fs from 'node:fs'
import http from 'node:http'
import path from 'node:path'
import puppeteer from 'puppeteer-core'

const MAX_TURNS = 20000
const TYPES = { '.js': 'text/javascript', '.epub': 'application/epub+zip' }
const PAGES = {
  '/epubjs.html': `<!DOCTYPE html><meta charset="utf-8"><body><div id="view"></div>
    <script src="/node_modules/jszip/dist/jszip.min.js"></script>
    <script src="/node_modules/epubjs/dist/epub.js"></script>`,
  '/foliate.html': `<!DOCTYPE html><meta charset="utf-8"><body>
    <script type="module">import '/node_modules/foliate-js/view.js'; window.ready = true</script>`,
}

// In the page: open the book, turn its pages, compare what was shown with what is in the files.
const readers = {
  epubjs: async (url, maxTurns) => {
    const fold = text => text.replace(/\s+/g, '')
    const book = ePub(url)
    await book.ready
    const rendition = book.renderTo('view', { width: 600, height: 800 })
    const shown = {}
    rendition.hooks.content.register(it => { shown[it.sectionIndex] = fold(it.document.body.textContent) })
    await rendition.display()
    let turns = 0
    while (!rendition.currentLocation().atEnd && turns++ < maxTurns) await rendition.next()
    const lost = []
    for (const section of book.spine.spineItems) {
      const root = await section.load(book.load.bind(book))
      if (fold(root.querySelector('body').textContent) !== shown[section.index]) lost.push(section.href)
    }
    return { turns, files: book.spine.spineItems.length, lost, ended: !!rendition.currentLocation().atEnd }
  },
  foliate: async (url, maxTurns) => {
    const fold = text => text.replace(/\s+/g, '')
    while (!window.ready) await new Promise(resolve => setTimeout(resolve, 50))
    const view = document.createElement('foliate-view')
    view.style.cssText = 'display: block; width: 600px; height: 800px'
    document.body.append(view)
    const shown = {}
    let fraction = 0
    view.addEventListener('load', event => { shown[event.detail.index] = fold(event.detail.doc.body.textContent) })
    view.addEventListener('relocate', event => { fraction = event.detail.fraction })
    await view.open(new File([await (await fetch(url)).blob()], 'book.epub'))
    await view.init({ showTextStart: false })
    await view.goTo(0)
    let turns = 0
    for (let still = 0, before = -1; still < 3 && turns < maxTurns; turns++) {
      await view.next()
      still = fraction === before ? still + 1 : 0
      before = fraction
    }
    const lost = []
    for (const [index, section] of view.book.sections.entries())
      if (fold((await section.createDocument()).body.textContent) !== shown[index]) lost.push(section.id)
    return { turns, files: view.book.sections.length, lost, ended: fraction > 1 - 1e-9 }
  },
}

const books = process.argv.slice(2).map(name => path.resolve(name))
const server = http.createServer((request, response) => {
  const name = decodeURIComponent(new URL(request.url, 'http://localhost').pathname)
  if (PAGES[name]) return response.setHeader('content-type', 'text/html').end(PAGES[name])
  const file = name.startsWith('/book/') ? books[Number(name.slice(6).split('.')[0])] : path.join('.', name)
  if (!file || !fs.existsSync(file) || name === '/favicon.ico') return response.writeHead(204).end()
  response.setHeader('content-type', TYPES[path.extname(file)] ?? 'application/octet-stream').end(fs.readFileSync(file))
}).listen(0, '127.0.0.1')
await once(server, 'listening')
const address = `http://127.0.0.1:${server.address().port}`
const executablePath = process.env.PUPPETEER_EXECUTABLE_PATH
const browser = await puppeteer.launch({ executablePath, args: ['--no-sandbox', '--disable-gpu'] })

let bad = 0
for (const [number, book] of books.entries())
  for (const [name, read] of Object.entries(readers)) {
    const page = await browser.newPage()
    const errors = []
    page.on('console', message => { if (message.type() === 'error') errors.push(message.text()) })
    page.on('pageerror', error => errors.push(String(error)))
    await page.goto(`${address}/${name}.html`)
    const found = await page.evaluate(read, `${address}/book/${number}.epub`, MAX_TURNS).catch(error => ({ error: String(error) }))
    const good = found.ended && found.lost.length === 0 && errors.length === 0
    bad += !good
    console.log(good ? 'good' : 'BAD ', name, path.basename(book), JSON.stringify(found), ...errors.slice(0, 3))
    await page.close()
  }
await browser.close()
server.close()
process.exit(bad ? 1 : 0)
