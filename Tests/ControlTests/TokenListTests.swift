import Testing

@testable import Control

@Suite("Tokens")
struct TokenListTests {
    @Test("a token is known by its text, however it was typed, and no other is")
    func typed() throws {
        var list = TokenList()
        let made = (list.add(.officer, name: "desk-1"), list.add(.technician, name: "bag"))
        let (token, other) = (try #require(made.0), try #require(made.1))
        #expect(token.count == 23 && token != other)
        let typed = token.lowercased().replacing("-", with: " ").replacing("0", with: "o").replacing("1", with: "l")
        for text in [token, typed] { #expect(list.entry(of: text)?.name == "desk-1") }
        #expect(list.entry(of: other)?.role == .technician)
        for text in ["", "-", String(token.dropLast()), token + "0", "desk-1", String(repeating: "A", count: 4000)] {
            #expect(list.entry(of: text) == nil)
        }
    }

    @Test("the file holds roles, names and digests, and is read back")
    func file() throws {
        var list = TokenList()
        let made = list.add(.watch, name: "hall")
        let token = try #require(made)
        #expect(!list.text.contains(token.prefix(5)))
        let read = try TokenList(text: "# who\n\n" + list.text)
        #expect(read.entries == list.entries && read.entry(of: token)?.role == .watch)
    }

    @Test("a name is taken once, is none of a person with spaces, and can be given back")
    func names() throws {
        var list = TokenList()
        let names = ["a", "a", "", "A", "a b", "a\n", "ä", String(repeating: "a", count: 33)]
        let made = names.filter { list.add(.watch, name: $0) != nil }
        #expect(made == ["a"])
        let removed = [0, 1].map { _ in list.remove(name: "a") }
        #expect(removed == [true, false] && list.entries.isEmpty)
    }

    @Test(
        "a faulty line is named",
        arguments: [
            "officer desk", "king desk \(digits)", "officer Desk \(digits)", "officer desk \(digits)0",
            "officer desk \(digits.dropLast())g", "officer desk \(digits) more",
        ])
    func faulty(line: String) {
        #expect(throws: TokenFileFault(line: 2)) { try TokenList(text: "officer ok \(digits)\n\(line)\n") }
    }
}

private let digits = String(repeating: "0a", count: 32)
