/* The search of the site: words to documents by an index in parts, each a script, so that it works from a disk. */
(function () {
  "use strict";
  var WIDTH = 110, AT_ONCE = 10, LONGEST = 64, SNIPPETS = 3;
  var KINDS = { person: "person", place: "place", org: "organisation" };
  var letters = {}, marks, alone, word, shards = null, docs = null, names = null, average = 0;
  var held = {}, texts = {}, waiting = {}, run = 0;
  var $ = function (id) { return document.getElementById(id); };

  window.teikitSearch = {
    rules: function (data) {
      letters = data[0];
      marks = new RegExp("[" + data[1] + "]+", "gu");
      alone = data[2];
      word = new RegExp("[" + alone + "]|(?:(?![" + alone + "])[\\p{L}\\p{N}\\p{M}])+", "gu");
    },
    shards: function (data) { shards = data; },
    documents: function (data) { docs = data; },
    entities: function (data) { names = data; },
    words: function (data) { held[data[0]] = data[1]; },
    text: function (data) { texts[data[0]] = data[1]; }
  };

  function load(name) {
    if (!waiting[name]) {
      waiting[name] = new Promise(function (done, failed) {
        var script = document.createElement("script");
        script.src = "search/" + name + ".js";
        script.onload = function () { done(); };
        script.onerror = function () { failed(new Error(name)); };
        document.head.appendChild(script);
      });
    }
    return waiting[name];
  }

  /* The same rules as when the index was made. */
  function fold(text) {
    var plain = text.toLowerCase().normalize("NFKD").replace(marks, ""), made = "";
    for (var char of plain) made += Object.prototype.hasOwnProperty.call(letters, char) ? letters[char] : char;
    return made;
  }
  function cut(text) { return Array.from(text).slice(0, LONGEST).join(""); }
  function words(text) { return (fold(text).match(word) || []).map(cut); }

  /* A query: phrases in quotation marks, and words; letters of scripts without spaces stand together as a phrase. */
  function parse(query) {
    var phrases = [], rest = query.replace(/["“”„«»]([^"“”„«»]*)["“”„«»]?/g, function (_, inner) {
      var found = words(inner);
      if (found.length) phrases.push(found);
      return " ";
    });
    var singles = [];
    rest.split(/\s+/).forEach(function (part) {
      var found = words(part);
      if (found.length > 1 && new RegExp("[" + alone + "]", "u").test(fold(part))) phrases.push(found);
      else singles = singles.concat(found);
    });
    return { phrases: phrases, singles: singles };
  }

  function shardsFor(term, exact) {
    return shards.filter(function (one) {
      return term.indexOf(one[0]) === 0 || (!exact && one[0].indexOf(term) === 0);
    });
  }

  /* The documents of a word, each with how much it counts; of a prefix those of all words that begin so. */
  function places(term, exact) {
    var parts = shardsFor(term, exact);
    return Promise.all(parts.map(function (one) { return load("words/" + one[1]); })).then(function () {
      var found = new Map();
      parts.forEach(function (one) {
        var table = held[one[0]];
        Object.keys(table).forEach(function (key) {
          if (key === term || (!exact && key.indexOf(term) === 0)) add(found, table[key], key === term ? 1 : 0.4);
        });
      });
      return found;
    });
  }
  /* The rarer a word, the more it counts; the longer a document, the less (BM25, Robertson and Zaragoza 2009). */
  function add(found, list, weight) {
    var rare = Math.log(1 + docs.length / (list.length / 2)), at = 0;
    for (var i = 0; i < list.length; i += 2) {
      at += list[i];
      var times = list[i + 1], long = 0.25 + 0.75 * docs[at][6] / usual();
      found.set(at, (found.get(at) || 0) + weight * rare * times * 2.2 / (times + 1.2 * long));
    }
  }
  function usual() {
    if (!average) {
      average = docs.reduce(function (sum, doc) { return sum + doc[6]; }, 0) / docs.length || 1;
    }
    return average;
  }

  function fits(number, limits) {
    var doc = docs[number], year = doc[3];
    if (limits.kind && doc[4] !== limits.kind) return false;
    if (limits.from !== null && (year === null || year < limits.from)) return false;
    return limits.to === null || (year !== null && year <= limits.to);
  }

  function ranked(query, limits) {
    var terms = query.singles.map(function (term) { return places(term, false); });
    query.phrases.forEach(function (phrase) { phrase.forEach(function (term) { terms.push(places(term, true)); }); });
    return Promise.all(terms).then(function (lists) {
      lists.sort(function (a, b) { return a.size - b.size; });
      var made = [];
      if (lists.length) lists[0].forEach(function (score, number) {
        for (var i = 1; i < lists.length; i++) {
          if (!lists[i].has(number)) return;
          score += lists[i].get(number);
        }
        if (fits(number, limits)) made.push([number, score]);
      });
      return made.sort(function (a, b) { return b[1] - a[1] || a[0] - b[0]; });
    });
  }

  /* Where words stand in a text: folding changes lengths, so each word is folded by itself where it stands. */
  function tokens(text) {
    var made = [], found, cutter = new RegExp("[" + alone + "]|(?:(?![" + alone + "])[\\p{L}\\p{N}\\p{M}])+", "gu");
    var whole = text.normalize("NFC");
    while ((found = cutter.exec(whole))) {
      words(found[0]).forEach(function (folded) { made.push([folded, found.index, found.index + found[0].length]); });
    }
    return [whole, made];
  }
  function hits(list, query) {
    var spans = [], phrases = 0;
    query.phrases.forEach(function (phrase) {
      var any = false;
      for (var i = 0; i + phrase.length <= list.length; i++) {
        var same = phrase.every(function (term, at) { return list[i + at][0] === term; });
        if (same) { any = true; spans.push([list[i][1], list[i + phrase.length - 1][2]]); }
      }
      phrases += any ? 1 : 0;
    });
    query.singles.forEach(function (term) {
      list.forEach(function (one) { if (one[0].indexOf(term) === 0) spans.push([one[1], one[2]]); });
    });
    spans.sort(function (a, b) { return a[0] - b[0] || b[1] - a[1]; });
    return { spans: spans, phrases: phrases };
  }

  /* The passages of a document that show what was looked for; null where it has a phrase nowhere. */
  function shown(number, query) {
    var doc = docs[number], missing = new Set(query.phrases.map(function (_, at) { return at; })), made = [];
    var title = tokens(doc[1])[1];
    var whole = (texts[doc[0]] || []).map(function (passage) {
      var cutUp = tokens(passage[1]);
      return { anchor: passage[0], text: cutUp[0], list: cutUp[1] };
    });
    whole.concat([{ list: title }]).forEach(function (one) {
      query.phrases.forEach(function (phrase, at) {
        if (missing.has(at) && hits(one.list, { phrases: [phrase], singles: [] }).phrases) missing.delete(at);
      });
    });
    if (missing.size) return null;
    whole.forEach(function (one) {
      var found = hits(one.list, query);
      if (found.spans.length) made.push({ anchor: one.anchor, text: one.text, spans: found.spans, worth: found.phrases * 100 + found.spans.length });
    });
    made.forEach(function (one, at) { one.at = at; });
    made.sort(function (a, b) { return b.worth - a.worth || a.at - b.at; });
    return made.slice(0, SNIPPETS).sort(function (a, b) { return a.at - b.at; });
  }

  function element(tag, text, attributes) {
    var made = document.createElement(tag);
    if (text) made.textContent = text;
    Object.keys(attributes || {}).forEach(function (name) { if (attributes[name]) made.setAttribute(name, attributes[name]); });
    return made;
  }
  function address(slug, anchor) { return "documents/" + encodeURIComponent(slug) + ".html" + (anchor ? "#" + encodeURIComponent(anchor) : ""); }

  function snippet(one, slug) {
    var first = one.spans[0], start = Math.max(0, first[0] - WIDTH), end = Math.min(one.text.length, first[1] + WIDTH);
    if (start) start = Math.max(one.text.lastIndexOf(" ", start + 20) + 1, start) || start;
    if (end < one.text.length && one.text.lastIndexOf(" ", end) > first[1]) end = one.text.lastIndexOf(" ", end);
    var link = element("a", "", { href: address(slug, one.anchor) }), at = start;
    if (start) link.append("… ");
    one.spans.forEach(function (span) {
      if (span[0] < at || span[1] > end) return;
      link.append(one.text.slice(at, span[0]), element("mark", one.text.slice(span[0], span[1])));
      at = span[1];
    });
    link.append(one.text.slice(at, end) + (end < one.text.length ? " …" : ""));
    var made = element("p");
    made.append(link);
    return made;
  }

  function item(number, snippets) {
    var doc = docs[number], made = element("li"), head = element("div", "", { class: "head" });
    head.append(element("a", doc[1], { class: "title", href: address(doc[0], ""), lang: doc[5], dir: "auto" }));
    head.append(element("span", [doc[2] || "undated", doc[4]].filter(Boolean).join(" · "), { class: "said" }));
    made.append(head);
    snippets.forEach(function (one) {
      var p = snippet(one, doc[0]);
      p.dir = "auto";
      if (doc[5]) p.lang = doc[5];
      made.append(p);
    });
    return made;
  }

  function showNames(query) {
    var terms = query.singles.concat.apply(query.singles, query.phrases), box = $("names");
    box.textContent = "";
    if (!terms.length) return;
    var found = names.filter(function (one) {
      var own = one[4].match(word) || [];
      return terms.every(function (term) { return own.some(function (part) { return part.indexOf(term) === 0; }); });
    }).sort(function (a, b) { return b[3] - a[3]; }).slice(0, 12);
    if (!found.length) return;
    var list = element("ul", "", { class: "found-names", "aria-label": "People, places and organisations" });
    found.forEach(function (one) {
      var li = element("li"), link = element("a", one[0], { href: one[2], class: one[1], dir: "auto" });
      /* Where several have one name, what they are and how often they are named tells them apart. */
      if (found.some(function (other) { return other !== one && other[0] === one[0]; })) {
        link.append(" ", element("span", KINDS[one[1]] + (one[3] ? " " + one[3] : ""), { class: "count" }));
      }
      li.append(link);
      list.append(li);
    });
    box.append(list);
  }

  function say(text) { $("status").textContent = text; }

  /* Show results from a place on, until there are enough; documents that lack a phrase are passed over. */
  function show(mine, found, from, query, count) {
    var part = found.slice(from, from + AT_ONCE);
    return Promise.all(part.map(function (one) { return load("texts/" + docs[one[0]][0]); })).then(function () {
      if (mine !== run) return;
      part.forEach(function (one) {
        var snippets = shown(one[0], query);
        if (snippets === null) return;
        $("results").append(item(one[0], snippets));
        count += 1;
      });
      var next = from + AT_ONCE, more = next < found.length;
      if (more && query.phrases.length && count % AT_ONCE !== 0 || more && !count) return show(mine, found, next, query, count);
      $("more").hidden = !more;
      $("more").onclick = function () { show(mine, found, next, query, count); };
      var sure = !query.phrases.length, total = sure ? found.length : count;
      say(!total ? "Nothing was found." : (sure || !more ? total : "At least " + total) + (total === 1 ? " document" : " documents") + (count < total ? ", of which " + count + " are shown." : "."));
    });
  }

  function year(id) { var text = $(id).value.trim(); return /^-?\d+$/.test(text) ? parseInt(text, 10) : null; }

  function search() {
    var mine = ++run, text = $("q").value;
    var query = parse(text);
    $("results").textContent = "";
    $("more").hidden = true;
    if (!query.singles.length && !query.phrases.length) {
      $("names").textContent = "";
      say(text.trim() ? "Type a word." : "");
      return Promise.resolve();
    }
    say("Searching …");
    var limits = { kind: $("kind") ? $("kind").value : "", from: year("from"), to: year("to") };
    showNames(query);
    return ranked(query, limits).then(function (found) {
      if (mine === run) return show(mine, found, 0, query, 0);
    }).catch(function (error) {
      if (mine === run) say("A part of the search index could not be loaded (" + error.message + ").");
    });
  }

  function remember() {
    var given = new URLSearchParams();
    ["q", "from", "to", "kind"].forEach(function (id) { if ($(id) && $(id).value) given.set(id, $(id).value); });
    try { history.replaceState(null, "", given.toString() ? "?" + given : location.pathname); } catch (_) { /* from a disk some browsers refuse */ }
  }

  var given = new URLSearchParams(location.search);
  ["q", "from", "to", "kind"].forEach(function (id) { if ($(id) && given.get(id)) $(id).value = given.get(id); });
  Promise.all(["rules", "shards", "documents", "entities"].map(load)).then(function () {
    var timer;
    $("search").addEventListener("submit", function (event) { event.preventDefault(); remember(); search(); });
    $("search").addEventListener("input", function () { clearTimeout(timer); timer = setTimeout(search, 250); });
    return search();
  }).catch(function (error) { say("The search index could not be loaded (" + error.message + ")."); });
})();
