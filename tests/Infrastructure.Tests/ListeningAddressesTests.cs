namespace Modular.Infrastructure.Tests;

public sealed class ListeningAddressesTests
{
    [Theory]
    [InlineData("http://localhost:5080", true, true)]
    [InlineData("https://LOCALHOST:5080/", true, true)]
    [InlineData("http://127.0.0.1:0", true, true)]
    [InlineData("http://127.8.9.1:80", true, true)]
    [InlineData("http://[::1]:80", true, true)]
    [InlineData("http://0.0.0.0:80", true, false)]
    [InlineData("http://[::]:80", true, false)]
    [InlineData("http://*:80", true, false)]
    [InlineData("http://+:80", true, false)]
    [InlineData("http://localhost.example.com", true, false)]
    [InlineData("http://x@localhost:80", false, false)]
    [InlineData("http://localhost:80@x", false, false)]
    [InlineData("http://localhost:99999", false, false)]
    [InlineData("http://localhost:80/base", false, false)]
    [InlineData("http://local host", false, false)]
    [InlineData("localhost:80", false, false)]
    [InlineData("foo", false, false)]
    [InlineData("", false, false)]
    public void Only_what_is_surely_this_machine_is_loopback(string address, bool isAddress, bool isLoopback)
    {
        ListeningAddresses.IsAddress(address).ShouldBe(isAddress);
        ListeningAddresses.IsLoopback(address).ShouldBe(isLoopback);
    }
}
