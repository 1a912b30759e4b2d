using System.Globalization;
using PhonePop.Simulator.Pbx;
using PhonePop.Simulator.Scenarios;

namespace PhonePop.Simulator;

/// <summary>People for the stand-alone office: the same at every start.</summary>
internal static class SampleOffice
{
    private static readonly string[] FirstNames = ["Ivan", "Olga", "Пётр", "Anna", "Мария", "Sergey", "Elena", "Дмитрий", "Nina", "Anton"];
    private static readonly string[] LastNames = ["Petrov", "Smirnova", "Сидоров", "Volkova", "Кузнецова", "Orlov", "Belova", "Козлов", "Morozova", "Novikov"];

    /// <summary>Extensions from 101 on.</summary>
    public static IReadOnlyList<SimOperator> Operators(int count) =>
        [.. Enumerable.Range(0, count).Select(i => new SimOperator((101 + i).ToString(CultureInfo.InvariantCulture), Name(i)))];

    public static IReadOnlyList<SimCustomer> Customers(int count)
    {
        var random = new Random(count);
        return [.. Enumerable.Range(0, count).Select(i => new SimCustomer(Name(i * 3), [Number(random)]))];
    }

    private static string Name(int index) => $"{FirstNames[index % FirstNames.Length]} {LastNames[index * 7 / 3 % LastNames.Length]}";

    private static string Number(Random random) => string.Create(CultureInfo.InvariantCulture, $"7916{random.Next(1_000_000, 10_000_000)}");
}
