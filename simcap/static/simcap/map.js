/* A point on the map: tapped, located or typed. The two numbers are what is sent; the map only shows them. */
(() => {
  "use strict";
  const box = document.querySelector("[data-places]");
  if (!box) return;
  const ground = box.querySelector(".map");
  const said = box.querySelector("[data-said]");
  const clear = box.querySelector("[data-clear]");
  const latitude = document.getElementById("id_latitude");
  const longitude = document.getElementById("id_longitude");
  const [south, west, north, east] = JSON.parse(box.dataset.bounds);
  const places = JSON.parse(box.dataset.places);
  let map = null;
  let mark = null;

  const plain = (text) => Number(text.trim().replace("−", "-").replace(/°$/, "").replace(",", "."));
  const typed = () => {
    if (!latitude.value.trim() || !longitude.value.trim()) return null;
    const point = [plain(latitude.value), plain(longitude.value)];
    return point.every(Number.isFinite) ? point : null;
  };
  const inside = ([lat, lon]) => lat >= south && lat <= north && lon >= west && lon <= east;

  const show = (point, near) => {
    clear.hidden = !point;
    if (!map) return;
    if (mark) mark.remove();
    mark = null;
    if (!point) return;
    mark = L.marker(point, { icon: L.divIcon({ className: "here", iconSize: null }), keyboard: false, interactive: false });
    mark.addTo(map);
    if (near || !map.getBounds().contains(point)) map.setView(point, Math.max(map.getZoom(), box.dataset.tiles ? 14 : 9));
  };
  const set = (point, near) => {
    latitude.value = point[0].toFixed(6);
    longitude.value = point[1].toFixed(6);
    said.textContent = inside(point) ? "" : said.dataset.outside;
    show(point, near);
  };

  /* A point pasted whole into one box is taken apart, as the server does too. */
  const apart = (event) => {
    const text = event.target.value.trim();
    const pair = text.match(/^([-−]?\d+\.\d+)\s*°?\s*[,;\s]\s*([-−]?\d+\.\d+)\s*°?$/)
      || text.match(/^([-−]?\d+,\d+)\s*°?\s*[;\s]\s*([-−]?\d+,\d+)\s*°?$/);
    if (!pair) return;
    latitude.value = pair[1];
    longitude.value = pair[2];
  };
  for (const field of [latitude, longitude]) {
    field.addEventListener("change", (event) => {
      apart(event);
      const point = typed();
      said.textContent = point && !inside(point) ? said.dataset.outside : "";
      show(point, true);
    });
  }

  const locate = box.querySelector("[data-locate]");
  if (locate && navigator.geolocation) {
    locate.hidden = false;
    locate.addEventListener("click", () => {
      said.textContent = said.dataset.waiting;
      navigator.geolocation.getCurrentPosition(
        ({ coords }) => {
          set([coords.latitude, coords.longitude], true);
          if (inside([coords.latitude, coords.longitude])) {
            said.textContent = said.dataset.found.replace("{n}", Math.round(coords.accuracy));
          }
        },
        () => { said.textContent = said.dataset.denied; },
        { enableHighAccuracy: true, timeout: 20000, maximumAge: 60000 },
      );
    });
  }
  clear.addEventListener("click", () => {
    latitude.value = longitude.value = "";
    said.textContent = "";
    show(null);
  });

  const lines = () => {
    const style = { color: "#8d9bab", weight: 1, opacity: 0.5, interactive: false };
    for (let lat = Math.ceil(south); lat <= north; lat += 0.5) L.polyline([[lat, west], [lat, east]], style).addTo(map);
    for (let lon = Math.ceil(west); lon <= east; lon += 0.5) L.polyline([[south, lon], [north, lon]], style).addTo(map);
  };
  /* Without room for all names the smaller ones step back. */
  const thin = () => {
    const shown = [];
    for (const label of ground.querySelectorAll(".name b")) {
      label.hidden = false;
      const here = label.getBoundingClientRect();
      label.hidden = shown.some((there) => here.left < there.right + 4 && here.right + 4 > there.left
        && here.top < there.bottom + 2 && here.bottom + 2 > there.top);
      if (!label.hidden) shown.push(here);
    }
  };
  const names = () => {
    for (const [, name, lat, lon] of places) {
      const label = document.createElement("b");
      label.textContent = name.replace(/^Kabupaten |^Kota /, "");
      const icon = L.divIcon({ className: name.startsWith("Kota ") ? "name city" : "name", html: label, iconSize: null });
      L.marker([lat, lon], { icon, interactive: false, keyboard: false }).addTo(map);
      L.circleMarker([lat, lon], { radius: 3, color: "#4a5867", weight: 1, fillOpacity: 0.8, interactive: false }).addTo(map);
    }
  };
  const chosen = () => {
    const regency = document.getElementById("id_place_regency");
    return places.find(([code]) => regency && code === regency.value);
  };
  const look = () => {
    const place = chosen();
    if (!typed() && place) map.setView([place[2], place[3]], 9);
  };

  const draw = () => {
    ground.textContent = "";
    map = L.map(ground, { zoomSnap: 0.5, minZoom: 6, maxZoom: 18, maxBounds: [[south - 1, west - 1], [north + 1, east + 1]] });
    map.attributionControl.setPrefix(false);
    map.fitBounds(places.map(([, , lat, lon]) => [lat, lon]), { padding: [28, 28] });
    map.on("zoomend", thin);
    if (box.dataset.tiles) L.tileLayer(box.dataset.tiles, { attribution: box.dataset.credit, maxZoom: 18 }).addTo(map);
    L.control.scale({ imperial: false }).addTo(map);
    lines();
    names();
    map.on("click", ({ latlng }) => set([latlng.lat, latlng.lng]));
    look();
    if (typed()) show(typed(), true);
    thin();
    document.addEventListener("change", (event) => {
      if (event.target.id === "id_place_regency") look();
    });
  };

  /* Leaflet comes only when the map comes into sight, after the page can be used. */
  const load = () => {
    const sheet = document.createElement("link");
    sheet.rel = "stylesheet";
    sheet.href = box.dataset.leafletCss;
    sheet.onload = () => {
      const script = document.createElement("script");
      script.src = box.dataset.leafletJs;
      script.onload = draw;
      script.onerror = () => { ground.hidden = true; };
      document.head.append(script);
    };
    sheet.onerror = () => { ground.hidden = true; };
    document.head.prepend(sheet);
  };
  box.hidden = false;
  document.querySelector("[data-map-hint]").hidden = false;
  clear.hidden = !typed();
  const sight = new IntersectionObserver((seen) => {
    if (!seen.some((one) => one.isIntersecting)) return;
    sight.disconnect();
    load();
  }, { rootMargin: "200px" });
  sight.observe(ground);
})();
