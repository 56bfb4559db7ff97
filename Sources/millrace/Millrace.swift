import ArgumentParser

@main
struct Millrace: AsyncParsableCommand {
    func run() async throws { print("millrace") }
}
