"use strict";
begin(() => {
  const form = document.getElementById("login");
  form.addEventListener("submit", async (event) => {
    event.preventDefault();
    const field = document.getElementById("token");
    const answer = await post("/api/login", { token: field.value });
    if (!answer.ok) {
      document.getElementById("problem").textContent = refusal(answer.body);
      field.select();
      return;
    }
    const next = new URLSearchParams(location.search).get("next");
    const pages = ["/officer", "/technician"];
    location.href = pages.includes(next) ? next : ["technician", "administrator"].includes(answer.body.role) ? pages[1] : pages[0];
  });
});
