import Glibc

// The figures of `make bench`; with names, only those parts. Called with the word `reader` it plays the reader of the gate that
// it measures.
if CommandLine.arguments.dropFirst().first == "reader" { exit(presentPasses()) }
let parts: [(name: String, measure: () throws -> Void)] = [
    ("certificates", { try CertificateCost().measure() }),
    ("decisions", { try DecisionLatency().measure(isHarassed: false) }),
    ("harassed", { try DecisionLatency().measure(isHarassed: true) }),
    ("rest", { try GateAtRest().measure() }),
    ("reload", { try ReloadAtWork().measure() }),
    ("ledger", { try FullLedger().measure() }),
    ("growth", { try LedgerGrowth().measure(rows: 10_000_000) }),
    ("revocations", { try LongRevocations().measure() }),
]
let wanted = CommandLine.arguments.dropFirst()
do {
    for part in parts where wanted.isEmpty || wanted.contains(part.name) {
        try part.measure()
        fflush(nil)
    }
} catch {
    print("\(error)")
    exit(1)
}
