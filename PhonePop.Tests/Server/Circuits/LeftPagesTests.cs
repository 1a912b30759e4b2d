using System.Diagnostics;
using AwesomeAssertions;
using Microsoft.AspNetCore.Components;
using Microsoft.Extensions.DependencyInjection;
using PhonePop.Ami.Calls;
using PhonePop.Server.Components.Circuits;
using PhonePop.Server.Customers;
using PhonePop.Tests.Support;

namespace PhonePop.Tests.Server.Circuits;

/// <summary>Pages that nobody looks at any more: nothing holds them.</summary>
[Collection("circuits")] // these collect garbage, which stops everybody: one after the other
public sealed class LeftPagesTests
{
    private static readonly string[] Pages =
        ["/live", "/history", "/operators", "/queues", "/wallboard", "/pbxes", "/reports", "/missed", "/settings", "/reachability", "/customers", "/"];

    private static CancellationToken Stop => TestContext.Current.CancellationToken;

    [Fact]
    public async Task What_a_page_held_is_let_go_when_its_viewer_goes_on_or_closes_the_tab()
    {
        var made = new MadeComponents();
        await using var server = new LiveServer().With(made.Register).Started();
        var circuits = server.Get<OpenCircuits>();
        var card = await server.Get<CustomerStore>().CreateAsync(new CustomerEdit { Name = "Ivan Petrov", Numbers = [new CustomerNumberEdit("+79161234567")] }, Stop);
        var tabs = new List<CircuitClient>();
        foreach (var page in Pages.Append($"/customers/{card.Id}"))
        {
            tabs.Add(await CircuitClient.OpenAsync(server.Address, page, LiveServer.SupervisorKey, cancellationToken: Stop));
        }

        await Until.TrueAsync(() => tabs.TrueForAll(t => t.Batches >= 2));
        Change(server.Pbx);
        circuits.Count.Should().Be(tabs.Count);
        await made.UntilAsync(() => made.Alive("LivePage") == 1); // the one that was drawn for the first answer is let go with it

        // Blazor keeps the page before this one in a buffer, which it uses again for the next.
        await tabs[0].NavigateAsync("/reports");
        await made.UntilAsync(() => made.Alive("ReportsPage") == 2);
        await tabs[0].NavigateAsync("/pbxes");
        await made.UntilAsync(() => made.Alive("PbxesPage") == 2 && made.Alive("LivePage") == 0);

        Change(server.Pbx);
        foreach (var tab in tabs)
        {
            tab.Error.Should().BeNull();
            await tab.DisposeAsync();
        }

        await made.UntilAsync(() => circuits.Count == 0 && made.Alive("") == 0);
        circuits.Connected.Should().Be(0);
    }

    private static void Change(ICallObserver pbx)
    {
        for (var i = 0; i < 20; i++)
        {
            pbx.ConversationChanged(Some.Conversation($"main:{i}.1"));
            pbx.CallChanged(Some.Call($"2{i:00}", id: $"main:{i}.1:2{i:00}"));
        }
    }

    /// <summary>Every component that a server has made, as long as something holds it.</summary>
    private sealed class MadeComponents
    {
        private readonly List<(string Name, WeakReference<IComponent> Component)> _all = [];

        public void Register(IServiceCollection services) => services.AddSingleton(this).AddScoped<IComponentActivator, RecordingActivator>();

        public void Add(IComponent component)
        {
            lock (_all)
            {
                _all.Add((component.GetType().Name, new(component)));
            }
        }

        /// <summary>Looks now and then: a collection stops everybody else.</summary>
        public async Task UntilAsync(Func<bool> condition)
        {
            using var pause = new PeriodicTimer(TimeSpan.FromMilliseconds(200));
            for (var began = Stopwatch.GetTimestamp(); !condition(); await pause.WaitForNextTickAsync(Stop))
            {
                Stopwatch.GetElapsedTime(began).Should().BeLessThan(Until.Patience, "{0} are held", Names());
            }
        }

        /// <summary>How many of this name (all: empty) live after a collection.</summary>
        public int Alive(string name)
        {
            GC.Collect();
            GC.WaitForPendingFinalizers();
            lock (_all)
            {
                return _all.Count(c => (name.Length == 0 || c.Name == name) && c.Component.TryGetTarget(out _));
            }
        }

        private string Names()
        {
            lock (_all)
            {
                return string.Join(", ", _all.Where(c => c.Component.TryGetTarget(out _)).CountBy(c => c.Name).Select(c => $"{c.Value} {c.Key}"));
            }
        }
    }

    private sealed class RecordingActivator(IServiceProvider services, MadeComponents made) : IComponentActivator
    {
        public IComponent CreateInstance(Type componentType)
        {
            var component = (IComponent)ActivatorUtilities.CreateInstance(services, componentType);
            made.Add(component);
            return component;
        }
    }
}
