extension PosterText {
    static let indonesian = PosterText(
        title: "Tunjukkan kode Anda di sini",
        steps: [
            "Perbesar kode dan terangkan layar.", "Hadapkan rata ke kamera, sejengkal.",
            "Tahan diam sampai lampu menyala.",
        ],
        lampsTitle: "Arti lampu",
        green: "Hijau tetap: silakan masuk sekarang.",
        amber: "Kuning panjang-pendek: tunggu, petugas yang memutuskan.",
        red: "Merah cepat dan dua bunyi: belum boleh. Tanyakan.",
        service: "Merah dan kuning bergantian: sedang diservis. Pakai pintu lain.",
        whoTitle: "Siapa yang boleh masuk",
        holders: [
            .member: "Anggota dengan tanda masuk yang berlaku", .visitor: "Tamu dengan tanda masuk yang berlaku",
        ],
        always: "setiap saat", since: "Berlaku sejak", askTitle: "Bertanya kepada",
        ask: "petugas di meja",
        privacy: "Gerbang tidak menyimpan nama dan gambar. Siapa pun boleh keluar setiap saat, tanpa kode.",
        days: ["Sen", "Sel", "Rab", "Kam", "Jum", "Sab", "Min"], clockSeparator: ".")
}
